package assay.report.run;

import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Verification;
import assay.report.document.Block;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Outcomes of the cells: by target, then those without metrics and why. */
final class OutcomeTables {
  private final RunPage page;
  private final RunRecord run;

  OutcomeTables(RunPage page, RunRecord run) {
    this.page = page;
    this.run = run;
  }

  List<Block> build() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(targets());
    List<Cell> bad = cells(Outcome.Invalid.class);
    bad.addAll(cells(Outcome.Failed.class));
    bad.addAll(cells(Outcome.TimedOut.class));
    if (!bad.isEmpty()) {
      blocks.add(bad(bad));
    }
    missing("unavailable", Outcome.Unavailable.class, blocks);
    missing("unsupported", Outcome.Unsupported.class, blocks);
    emulated().ifPresent(blocks::add);
    new ModelTable(page, run).build().ifPresent(blocks::add);
    return blocks;
  }

  private List<Cell> cells(Class<?> kind) {
    return new ArrayList<>(
        run.cells().stream().filter(cell -> kind.isInstance(cell.outcome())).toList());
  }

  private Table targets() {
    Map<String, List<Class<?>>> kinds = kinds();
    Map<String, List<Cell>> byTarget = new TreeMap<>();
    run.cells()
        .forEach(c -> byTarget.computeIfAbsent(c.id().target(), _ -> new ArrayList<>()).add(c));
    List<Table.Row> rows = new ArrayList<>();
    byTarget.forEach((target, cells) -> {
      List<Table.Cell> row = new ArrayList<>();
      row.add(page.words(target));
      row.add(page.words(joined(cells.stream().map(c -> device(c.outcome())).toList())));
      row.add(page.words(joined(cells.stream().map(c -> c.outcome().engine()).toList())));
      kinds.values().forEach(kind -> row.add(page.count(count(cells, kind))));
      rows.add(new Table.Row(row));
    });
    List<Column> columns = new ArrayList<>();
    for (String key : List.of("target", "device", "engine")) {
      columns.add(page.column(Table.Type.TEXT, key));
    }
    kinds.keySet().forEach(key -> columns.add(page.column(Table.Type.NUMBER, key)));
    return new Table("targets", page.text("targets"), columns, rows);
  }

  /** Kinds of outcome to count: measured and failed ones always, the rest if there are any. */
  private Map<String, List<Class<?>>> kinds() {
    Map<String, List<Class<?>>> kinds = new LinkedHashMap<>();
    kinds.put("measured", List.of(Outcome.Measured.class));
    kinds.put("emulated", List.of(Outcome.Verified.class));
    kinds.put("modelled", List.of(Outcome.Modelled.class));
    kinds.put("wrong", List.of(Outcome.Invalid.class));
    kinds.put("failed", List.of(Outcome.Failed.class, Outcome.TimedOut.class));
    kinds.put("unsupported", List.of(Outcome.Unsupported.class));
    kinds.put("unavailable", List.of(Outcome.Unavailable.class));
    List<String> always = List.of("measured", "wrong", "failed");
    kinds
        .entrySet()
        .removeIf(
            kind -> !always.contains(kind.getKey()) && count(run.cells(), kind.getValue()) == 0);
    return kinds;
  }

  private static long count(List<Cell> cells, List<Class<?>> kinds) {
    return cells.stream()
        .filter(cell -> kinds.stream().anyMatch(kind -> kind.isInstance(cell.outcome())))
        .count();
  }

  private @Nullable String device(Outcome<CellResult> outcome) {
    Device device = outcome.device();
    if (device instanceof Device.Emulated emulated) {
      return page.text("emulation.of", emulated.name());
    }
    if (device instanceof Device.RtlModel model) {
      return page.text("model.of", model.name());
    }
    return device == null ? null : device.name();
  }

  private String joined(List<@Nullable String> names) {
    TreeSet<String> all = new TreeSet<>();
    for (String name : names) {
      if (name != null) {
        all.add(name);
      }
    }
    return all.isEmpty() ? "–" : String.join("; ", all);
  }

  private Table bad(List<Cell> cells) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      Verification check = cell.outcome().verification();
      String detail = check == null ? null : check.detail();
      String reason = page.reason(cell.outcome());
      rows.add(
          page.row(
              Table.Emphasis.NONE,
              cell.id(),
              List.of(
                  page.status(cell.outcome()),
                  page.words(detail == null ? reason : reason + " – " + detail),
                  new Table.Cell.Command(new Reproduce(run).cell(cell.id())))));
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.STATUS, "status"));
    columns.add(page.column(Table.Type.TEXT, "reason"));
    columns.add(page.column(Table.Type.COMMAND, "command"));
    return new Table("bad", page.text("bad"), columns, rows);
  }

  private record Reason(String target, String reason, String remedy) {}

  /** Cells that share target, reason and remedy share a row. */
  private void missing(String key, Class<?> kind, List<Block> blocks) {
    Map<Reason, List<Cell>> groups = new LinkedHashMap<>();
    for (Cell cell : cells(kind)) {
      String remedy = page.remedy(cell.outcome().remedy());
      Reason reason =
          new Reason(
              cell.id().target(),
              String.valueOf(cell.outcome().reason()),
              remedy == null ? page.text("remedy.none") : remedy);
      groups.computeIfAbsent(reason, _ -> new ArrayList<>()).add(cell);
    }
    if (groups.isEmpty()) {
      return;
    }
    List<Table.Row> rows = new ArrayList<>();
    groups.forEach((reason, cells) ->
        rows.add(
            Table.Row.of(
                page.words(reason.target()),
                page.count(cells.size()),
                page.words(reason.reason()),
                page.words(reason.remedy()))));
    Table table =
        new Table(
            key,
            page.text(key),
            List.of(
                page.column(Table.Type.TEXT, "target"),
                page.column(Table.Type.NUMBER, "cells"),
                page.column(Table.Type.TEXT, "reason"),
                page.column(Table.Type.TEXT, "remedy")),
            rows);
    blocks.add(table);
  }

  /** Cells that ran on an emulation; empty if there are none. */
  Optional<Table> emulated() {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Verified<CellResult> emulated) {
        Verification check = emulated.verification();
        rows.add(
            page.row(
                Table.Emphasis.NONE,
                cell.id(),
                List.of(
                    page.words(emulated.device().name()),
                    page.words(check.check()),
                    page.error(check))));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.TEXT, "device"));
    columns.add(page.column(Table.Type.TEXT, "check"));
    columns.add(page.column(Table.Type.NUMBER, "error"));
    return Optional.of(
        new Table(
            "emulated", page.text("emulated"), columns, rows, List.of(page.text("emulated.note"))));
  }
}
