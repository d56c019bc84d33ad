package assay.report.run;

import assay.core.record.RunRecord;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.render.html.HtmlRenderer;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs and pages that several tests need. */
final class Nights {
  static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  static final String GEMM = "gemm/m=256,n=256,k=256";
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  private Nights() {}

  /** Night of a small series: two cells, the first so many times as slow. */
  static SampleRun night(int index, SampleSystem system, double factor) {
    SampleRuns run = new SampleRuns(system, FIRST.plus(Duration.ofDays(index)), 1000L + index);
    run.measured(SampleRuns.id(GEMM, "cpu-simd"), factor);
    run.measured(SampleRuns.id(GEMM, "cpu-scalar"), 1);
    return run.done();
  }

  static RunReportInput everyKind() {
    SampleRun run = SampleRuns.everyKind(7);
    return RunReportInput.of(run.record(), run.forks());
  }

  static Document page(RunReportInput input) {
    return RunReport.of(input, Language.EN);
  }

  static String html(RunReportInput input) {
    return new HtmlRenderer().render(page(input));
  }

  /** The charts of a page, as text. */
  static List<String> charts(String html) {
    List<String> charts = new ArrayList<>();
    Matcher matcher = SVG.matcher(html);
    while (matcher.find()) {
      charts.add(matcher.group());
    }
    return charts;
  }

  /** The table of that anchor, wherever it is. */
  static Table table(Document page, String anchor) {
    return tables(page).stream()
        .filter(table -> table.anchor().equals(anchor))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no table " + anchor));
  }

  static List<Table> tables(Document page) {
    List<Table> tables = new ArrayList<>();
    page.sections().forEach(section -> collect(section, tables));
    return tables;
  }

  private static void collect(Section section, List<Table> tables) {
    section.blocks().forEach(block -> collect(block, tables));
    section.subsections().forEach(part -> collect(part, tables));
  }

  private static void collect(Block block, List<Table> tables) {
    switch (block) {
      case Table table -> tables.add(table);
      case Block.Details details -> details.blocks().forEach(inner -> collect(inner, tables));
      default -> {}
    }
  }

  /** A row as words. */
  static List<String> words(Table.Row row) {
    return row.cells().stream().map(Table.Cell::text).toList();
  }

  /** The same run with another host label. */
  static RunRecord withHost(RunRecord run, String host) {
    RunRecord.Environment old = run.environment();
    return new RunRecord(
        run.schemaVersion(),
        run.runId(),
        run.startedUtc(),
        run.finishedUtc(),
        run.suite(),
        run.seed(),
        run.assay(),
        RunRecord.Environment.of(
            host, old.identity(), old.settings(), old.state(), old.unavailable()),
        run.plan(),
        run.telemetry(),
        run.cells());
  }
}
