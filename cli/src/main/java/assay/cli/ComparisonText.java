package assay.cli;

import assay.report.compare.Wording;
import assay.core.record.CellId;
import assay.core.stats.Estimate;
import assay.core.stats.Estimate.Interval;
import assay.core.stats.Estimate.NoInterval;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Comparison;
import assay.report.compare.Difference;
import assay.report.compare.MachineVerdict;
import assay.report.compare.MeanRatio;
import assay.report.compare.NotCompared;
import assay.report.compare.RunComparison;
import assay.report.compare.RunSide;
import assay.report.compare.Verdict;
import assay.report.export.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison for the terminal: whether it may be made, then the ratios, then what is not there.
 */
final class ComparisonText {
  private static final int WIDTH = 160;

  private final Comparison comparison;
  private final boolean acrossSystems;
  private final StringBuilder text = new StringBuilder();

  /**
   * A comparison.
   *
   * @param acrossSystems whether different machines are set against each other on purpose
   */
  ComparisonText(Comparison comparison, boolean acrossSystems) {
    this.comparison = comparison;
    this.acrossSystems = acrossSystems;
  }

  @Override
  public String toString() {
    text.setLength(0);
    for (RunComparison other : comparison.others()) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      one(other);
    }
    return text.toString();
  }

  private void one(RunComparison other) {
    line("base   " + side(comparison.base()));
    line("new    " + side(other.other()));
    machines(other.machines());
    if (!other.plan().isEmpty()) {
      line("asked for differently:");
      other.plan().forEach(d -> line("  " + d));
    }
    other.warnings().forEach(w -> line("note: " + w));
    cells(other);
    means(other);
    not("not compared", other.missing());
    not("not compared, emulation", other.emulated());
  }

  private static String side(RunSide side) {
    return side.id() + "  " + side.suite() + " on " + side.machine();
  }

  private void machines(MachineVerdict verdict) {
    switch (verdict) {
      case MachineVerdict.Same same -> line("COMPARABLE: the same machine, set the same way");
      case MachineVerdict.Warn warn ->
          line("WARN, comparable with reservations: these differ or are known to one run only");
      case MachineVerdict.NotComparable not ->
          line(
              acrossSystems
                  ? "DIFFERENT SYSTEMS: the ratios compare machines, not a change of one"
                  : "NOT COMPARABLE: the runs are of different machines or plans");
    }
    for (Difference difference : verdict.identity()) {
      line("  identity  " + difference);
    }
    for (Difference difference : verdict.settings()) {
      line("  settings  " + difference);
    }
  }

  private void cells(RunComparison other) {
    if (other.cells().isEmpty()) {
      return;
    }
    text.append('\n');
    TextTable table =
        new TextTable(
            "workload",
            "target",
            "prec",
            "metric",
            "base",
            "new",
            "ratio",
            "95 % interval",
            "shown");
    List<String> notes = new ArrayList<>();
    for (ComparedCell cell : other.cells()) {
      cell(table, cell, notes);
    }
    text.append(table);
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d faster, %d slower, %d no difference shown, %d without interval. A ratio above 1: the new run is better.%n",
            other.count(Verdict.BETTER),
            other.count(Verdict.WORSE),
            other.count(Verdict.NO_DIFFERENCE_SHOWN),
            other.count(Verdict.NO_INTERVAL)));
    if (other.expectedByChance() >= 0.5) {
      text.append(
          String.format(
              Locale.ROOT,
              "Of so many cells about %.0f would show a difference by chance alone; nights differ by more than forks do.%n",
              other.expectedByChance()));
    }
    notes.forEach(this::line);
  }

  private void cell(TextTable table, ComparedCell cell, List<String> notes) {
    String workload = OneLine.of(cell.base().workload(), WIDTH);
    String left = cell.base().target();
    String right = cell.other().target();
    String target = OneLine.of(left.equals(right) ? left : left + " → " + right, WIDTH);
    String precision = OneLine.of(cell.base().precision(), WIDTH);
    for (Change change : cell.changes()) {
      switch (change) {
        case Change.Ratio ratio -> {
          row(table, workload, target, precision, ratio);
          workload = "";
          target = "";
          precision = "";
        }
        case Change.Missing missing ->
            notes.add(
                cell.name() + ": no " + missing.key() + ": " + missing.reason());
      }
    }
    cell.notes().forEach(note -> notes.add(cell.name() + ": " + note));
  }

  private static void row(
      TextTable table, String workload, String target, String precision, Change.Ratio ratio) {
    table.row(
        workload,
        target,
        precision,
        ratio.key().id(),
        Quantity.of(ratio.base(), ratio.unit()),
        Quantity.of(ratio.other(), ratio.unit()),
        String.format(Locale.ROOT, "%.3f", ratio.ratio()),
        interval(ratio.estimate()),
        ratio.verdict() == Verdict.NO_DIFFERENCE_SHOWN
            ? "no difference shown"
            : ratio.verdict() == Verdict.NO_INTERVAL
                ? "-"
                : Wording.word(ratio.key(), ratio.verdict()));
  }

  private static String interval(Estimate estimate) {
    return switch (estimate) {
      case Interval(double low, double high, double level) ->
          String.format(Locale.ROOT, "%.3f … %.3f", low, high);
      case NoInterval(String reason) -> "none: " + reason;
    };
  }

  private void means(RunComparison other) {
    if (other.means().isEmpty()) {
      return;
    }
    text.append('\n');
    TextTable table =
        new TextTable("geometric mean over", "metric", "cells", "ratio", "95 % interval");
    for (MeanRatio mean : other.means()) {
      table.row(
          mean.scope(),
          mean.key().id(),
          String.valueOf(mean.mean().ratios()),
          String.format(Locale.ROOT, "%.3f", mean.mean().ratio()),
          interval(mean.mean().estimate()));
    }
    text.append(table);
  }

  /** Cells with one reason share its line. */
  private void not(String title, List<NotCompared> cells) {
    if (cells.isEmpty()) {
      return;
    }
    Map<String, List<CellId>> byReason = new LinkedHashMap<>();
    for (NotCompared cell : cells) {
      byReason.computeIfAbsent(cell.reason(), key -> new ArrayList<>()).add(cell.id());
    }
    text.append('\n');
    line(title + ":");
    byReason.forEach((reason, ids) -> {
      ids.forEach(id -> line("  " + id));
      line("    " + reason);
    });
  }

  /** Everything from a record goes through here: nothing of it may steer the terminal. */
  private void line(String content) {
    text.append(OneLine.of(content, 4 * WIDTH)).append('\n');
  }
}
