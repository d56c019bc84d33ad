package assay.report.run;

import assay.core.record.RunRecord;
import assay.core.record.RunRecord.Environment;
import assay.report.document.Block;
import assay.report.document.Block.Definitions.Entry;
import assay.report.document.Inline;
import assay.report.document.Section;
import assay.report.document.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine as the run saw it, the plan, hashes, and links to the raw data. */
final class EnvironmentSection {
  private static final String ANCHOR = "environment";

  private final RunPage page;
  private final RunReportInput input;
  private final RunRecord run;

  EnvironmentSection(RunPage page, RunReportInput input) {
    this.page = page;
    this.input = input;
    run = input.run();
  }

  Section build() {
    Environment environment = run.environment();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Definitions(
            List.of(
                hash("identity", environment.identityHash()),
                hash("settings", environment.settingsHash()),
                hash("state", environment.stateHash()))));
    group("identity", environment.identity(), blocks);
    group("settings", environment.settings(), blocks);
    group("state", environment.state(), blocks);
    unknown(environment, blocks);
    plan(blocks);
    raw(blocks);
    Reproduce reproduce = new Reproduce(run);
    blocks.add(new Block.Paragraph(page.text("reproduce")));
    blocks.add(new Block.Command(reproduce.run()));
    if (!reproduce.exact()) {
      blocks.add(new Block.Paragraph(page.text("reproduce.inexact", run.suite())));
    }
    return new Section(ANCHOR, page.text("environment"), blocks);
  }

  private Entry hash(String group, String hash) {
    return new Entry(page.text("hash." + group), List.of(new Inline.Code(hash)));
  }

  private void group(String name, Map<String, String> values, List<Block> blocks) {
    String title = page.text("environment." + name);
    if (values.isEmpty()) {
      blocks.add(new Block.Paragraph(page.text("environment.empty", title)));
      return;
    }
    blocks.add(new Block.Details(title, List.of(pairs(ANCHOR + "-" + name, title, values))));
  }

  private Table pairs(String anchor, String title, Map<String, String> values) {
    List<Table.Row> rows = new ArrayList<>();
    values.forEach((key, value) -> rows.add(Table.Row.of(page.words(key), page.words(value))));
    return new Table(
        anchor,
        title,
        List.of(page.column(Table.Type.TEXT, "name"), page.column(Table.Type.TEXT, "value")),
        rows);
  }

  private void unknown(Environment environment, List<Block> blocks) {
    if (environment.unavailable().isEmpty()) {
      return;
    }
    List<Table.Row> rows = new ArrayList<>();
    environment
        .unavailable()
        .forEach(not -> rows.add(Table.Row.of(page.words(not.what()), page.words(not.reason()))));
    Table table =
        new Table(
            ANCHOR + "-unknown",
            page.text("environment.unknown"),
            List.of(page.column(Table.Type.TEXT, "name"), page.column(Table.Type.TEXT, "reason")),
            rows);
    blocks.add(
        new Block.Details(page.plural("environment.unknown.fold", rows.size()), List.of(table)));
  }

  private void plan(List<Block> blocks) {
    Map<String, String> plan = new java.util.LinkedHashMap<>();
    plan.put("seed", String.valueOf(run.seed()));
    plan.put("threads", String.valueOf(run.plan().threads()));
    plan.put("maxForks", String.valueOf(run.plan().maxForks()));
    plan.put("targetHalfWidthPercent", String.valueOf(run.plan().targetHalfWidthPercent()));
    Double budget = run.plan().budgetSeconds();
    plan.put("budgetSeconds", budget == null ? "–" : String.valueOf(budget));
    plan.put("jvmArgs", String.join(" ", run.plan().jvmArgs()));
    plan.putAll(run.plan().parameters());
    plan.replaceAll((_, value) -> value.isBlank() ? "–" : value);
    String title = page.text("environment.plan");
    blocks.add(new Block.Details(title, List.of(pairs(ANCHOR + "-plan", title, plan))));
  }

  private void raw(List<Block> blocks) {
    if (input.raw().isEmpty()) {
      blocks.add(new Block.Paragraph(page.text("raw.none")));
      return;
    }
    List<Table.Row> rows = new ArrayList<>();
    for (RawFile file : input.raw()) {
      String link = file.link();
      List<Inline> name =
          link == null
              ? List.of(new Inline.Code(file.name()))
              : List.of(new Inline.Link(file.name(), link));
      rows.add(
          Table.Row.of(
              new Table.Cell.Words(name),
              page.value((double) file.bytes(), "B"),
              new Table.Cell.Words(List.of(new Inline.Code(file.sha256())))));
    }
    blocks.add(
        new Table(
            ANCHOR + "-raw",
            page.text("raw"),
            List.of(
                page.column(Table.Type.TEXT, "file"),
                page.column(Table.Type.NUMBER, "size"),
                page.column(Table.Type.TEXT, "sha256")),
            rows));
  }
}
