package assay.report.run;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.CellId;
import assay.core.stats.Interval;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Difference;
import assay.report.compare.MachineVerdict;
import assay.report.compare.MeanRatio;
import assay.report.compare.Nights;
import assay.report.compare.NotCompared;
import assay.report.compare.RunComparison;
import assay.report.compare.Verdict;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Level;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of a comparison of two runs, the same for pages, terminals and Markdown. */
final class ComparisonTables {
  private final RunPage page;
  private final String anchor;
  private final RunComparison comparison;

  ComparisonTables(RunPage page, String anchor, RunComparison comparison) {
    this.page = page;
    this.anchor = anchor;
    this.comparison = comparison;
  }

  /** Whether the runs are comparable. */
  Banner machines() {
    return switch (comparison.machines()) {
      case MachineVerdict.Same _ -> new Banner(Level.GOOD, page.text("machines.same"));
      case MachineVerdict.Warn warn ->
          new Banner(
              Level.WARN,
              page.text(
                  "machines.warn",
                  page.format().count(warn.identity().size() + warn.settings().size())));
      case MachineVerdict.NotComparable _ ->
          new Banner(
              Level.BAD,
              page.text(comparison.cells().isEmpty() ? "machines.refused" : "machines.different"));
    };
  }

  /** Number of cells by verdict. */
  Block counts() {
    return new Block.Paragraph(
        page.text(
            "changes.counts",
            page.format().count(comparison.count(Verdict.BETTER)),
            page.format().count(comparison.count(Verdict.WORSE)),
            page.format().count(comparison.count(Verdict.SAME)),
            page.format().count(comparison.count(Verdict.NO_DIFFERENCE_SHOWN)),
            page.format().count(comparison.count(Verdict.NOT_JUDGED)),
            page.format().count(comparison.count(Verdict.NO_INTERVAL))));
  }

  /** Whether the forks carry a statement. */
  Banner nights() {
    return switch (comparison.nights()) {
      case Nights.One _ -> new Banner(Level.NEUTRAL, page.text("nights.one"));
      case Nights.Unknown(Duration pause) ->
          new Banner(Level.WARN, page.text("nights.unknown", apart(pause)));
      case Nights.Stated(Duration pause, double sigma) ->
          new Banner(
              Level.NEUTRAL,
              page.text("nights.stated", apart(pause), page.format().significant(100 * sigma, 2)));
    };
  }

  private String apart(@Nullable Duration pause) {
    return pause == null
        ? page.text("nights.machines")
        : page.text("nights.apart", page.format().count(pause.toHours()));
  }

  /**
   * Ratios.
   *
   * @param caption key of its caption
   * @param nightly gives the verdict on each series and the command that measures a cell again;
   *     null for a table without them
   */
  Table ratios(
      String caption,
      List<RankedChange> changes,
      @Nullable NightlyCells nightly,
      List<String> notes) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.TEXT, "quantity"));
    columns.add(page.column(Table.Type.NUMBER, "ratio"));
    columns.add(
        new Column(
            Table.Type.NUMBER, page.text("column.signal"), null, page.text("signal.meaning")));
    columns.add(page.column(Table.Type.STATUS, "verdict"));
    columns.add(page.column(Table.Type.NUMBER, "before"));
    columns.add(page.column(Table.Type.NUMBER, "now"));
    if (nightly != null) {
      columns.add(page.column(Table.Type.STATUS, "series-verdict"));
      columns.add(page.column(Table.Type.COMMAND, "command"));
    }
    return new Table(
        anchor + "-table",
        page.text(caption),
        columns,
        changes.stream().map(change -> row(change, nightly)).toList(),
        notes);
  }

  private Table.Row row(RankedChange change, @Nullable NightlyCells nightly) {
    Change.Ratio ratio = change.ratio();
    ComparedCell cell = change.cell();
    List<Cell> row = new ArrayList<>();
    row.add(page.words(page.text("metric." + ratio.key().name())));
    row.add(ratio(ratio.ratio(), ratio.estimate()));
    Double signal = change.signal();
    row.add(
        signal == null
            ? page.missing(noInterval(ratio.estimate()))
            : new Cell.Figure(page.format().significant(signal, 2), signal));
    row.add(Verdicts.of(page, ratio));
    row.add(page.value(ratio.base(), ratio.unit()));
    row.add(page.value(ratio.other(), ratio.unit()));
    if (nightly != null) {
      row.add(nightly.verdict(cell.other(), ratio.key()));
      row.add(nightly.command(cell.other()));
    }
    return page.row(Table.Emphasis.NONE, id(cell), row);
  }

  /** The cell, with both targets where they differ. */
  private static CellId id(ComparedCell cell) {
    CellId base = cell.base();
    CellId other = cell.other();
    return base.target().equals(other.target())
        ? other
        : new CellId(other.workload(), base.target() + " → " + other.target(), other.precision());
  }

  private String noInterval(Availability<Interval> estimate) {
    return estimate instanceof Unavailable<Interval> none ? none.reason() : page.text("no.width");
  }

  private Cell ratio(double ratio, Availability<Interval> estimate) {
    return new Cell.Figure(page.format().significant(ratio, 4) + "×", ratio, page.ratios(estimate));
  }

  /** Geometric means over cells. */
  Table means() {
    List<Table.Row> rows = new ArrayList<>();
    for (MeanRatio mean : comparison.means()) {
      Availability<Interval> estimate = mean.mean().estimate();
      Cell ratio = ratio(mean.mean().ratio(), estimate);
      rows.add(
          Table.Row.of(
              page.words(mean.scope()),
              page.words(page.text("metric." + mean.key().name())),
              page.count(mean.mean().cells()),
              ratio));
    }
    return new Table(
        anchor + "-means",
        page.text("means"),
        List.of(
            page.column(Table.Type.TEXT, "scope"),
            page.column(Table.Type.TEXT, "quantity"),
            page.column(Table.Type.NUMBER, "cells"),
            page.column(Table.Type.NUMBER, "ratio")),
        rows,
        comparison.means().stream()
            .filter(mean -> mean.mean().estimate() instanceof Unavailable<Interval>)
            .map(mean ->
                page.text("metric." + mean.key().name())
                    + ", "
                    + mean.scope()
                    + ": "
                    + noInterval(mean.mean().estimate()))
            .toList());
  }

  /** Differences of machines and plans; empty if there are none. */
  Optional<Table> differences() {
    List<Table.Row> rows = new ArrayList<>();
    add(rows, "identity", comparison.machines().identity());
    add(rows, "settings", comparison.machines().settings());
    add(rows, "plan", comparison.plan());
    return table(
        "-differences",
        "differences",
        List.of(
            page.column(Table.Type.TEXT, "name"),
            page.column(Table.Type.TEXT, "group"),
            page.column(Table.Type.TEXT, "before"),
            page.column(Table.Type.TEXT, "now")),
        rows);
  }

  private void add(List<Table.Row> rows, String group, List<Difference> differences) {
    for (Difference difference : differences) {
      rows.add(
          Table.Row.of(
              page.words(difference.name()),
              page.words(page.text("group." + group)),
              page.words(difference.base()),
              page.words(difference.other())));
    }
  }

  /** Cells that were not compared, and why; empty if all were. */
  Optional<Table> notCompared() {
    List<NotCompared> all = new ArrayList<>(comparison.missing());
    all.addAll(comparison.emulated());
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.TEXT, "reason"));
    return table(
        "-not",
        "not-compared",
        columns,
        all.stream()
            .map(not -> page.row(Table.Emphasis.MUTED, not.id(), List.of(page.words(not.reason()))))
            .toList());
  }

  private Optional<Table> table(
      String suffix, String caption, List<Column> columns, List<Table.Row> rows) {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new Table(anchor + suffix, page.text(caption), columns, rows));
  }
}
