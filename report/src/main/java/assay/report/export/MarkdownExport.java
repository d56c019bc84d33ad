package assay.report.export;

import assay.report.compare.Wording;
import assay.core.record.CellResult;
import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.record.Metric;
import assay.core.record.RunRecord;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Comparison;
import assay.report.compare.Difference;
import assay.report.compare.MachineVerdict;
import assay.report.compare.MeanRatio;
import assay.report.compare.NotCompared;
import assay.core.record.MetricKey;
import assay.report.compare.RunComparison;
import assay.report.compare.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Markdown for a pull request: never more than {@value #MAX_LINES} lines, the largest changes
 * first, and what did not fit is counted. Text from records stands in code spans.
 */
public final class MarkdownExport implements Export {
  /** The most lines of a file. */
  public static final int MAX_LINES = 60;

  private static final int MAX_RUNS = 4;
  private static final int MAX_MEANS = 2;

  /** Needs nothing. */
  public MarkdownExport() {}

  @Override
  public String name() {
    return "md";
  }

  @Override
  public String description() {
    return "Markdown for a pull request, at most " + MAX_LINES + " lines";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    Comparison comparison = input.comparison();
    String text = comparison == null ? run(input.newest()) : comparison(comparison);
    return List.of(new ExportFile("summary.md", text));
  }

  /** The comparison alone; what {@code assay compare --format md} prints. */
  public static String comparison(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add("## Assay: comparison with " + MarkdownText.code(comparison.base().id().value()));
    List<RunComparison> others = comparison.others();
    List<RunComparison> shown = others.subList(0, Math.min(MAX_RUNS, others.size()));
    // Heading and the line of runs left out; what is left belongs to the runs in equal parts.
    int each = (MAX_LINES - 3) / shown.size();
    shown.forEach(other -> other(lines, other, each));
    if (shown.size() < others.size()) {
      lines.add("");
      lines.add((others.size() - shown.size()) + " more runs are not shown.");
    }
    return String.join("\n", lines) + "\n";
  }

  private static void other(List<String> lines, RunComparison other, int most) {
    int start = lines.size();
    lines.add("");
    lines.add("### " + MarkdownText.code(other.other().id().value()) + ": " + verdict(other));
    lines.add("");
    if (!other.cells().isEmpty()) {
      lines.add(counts(other));
    }
    List<MeanRatio> means = other.means();
    means.stream().limit(MAX_MEANS).forEach(mean -> lines.add("- " + mean(mean)));
    other.warnings().stream().limit(1).forEach(w -> lines.add("- " + MarkdownText.code(w)));
    List<ComparedCell> cells =
        other.cells().stream().sorted(Comparator.comparingDouble(MarkdownExport::rank)).toList();
    int missing = Math.min(4, other.missing().size());
    // Blank, heading, rule and two for "more" of the table; blank and two for "more" below it.
    int rows = Math.min(cells.size(), most - (lines.size() - start) - 5 - missing - 3);
    table(lines, cells, Math.max(0, rows));
    missing(lines, other, missing);
  }

  private static String verdict(RunComparison other) {
    return switch (other.machines()) {
      case MachineVerdict.Same same -> "comparable";
      case MachineVerdict.Warn warn ->
          "comparable, but " + names(warn.settings(), warn.identity()) + " differ";
      case MachineVerdict.NotComparable not ->
          "**not comparable**: " + names(not.identity(), List.of()) + " differ";
    };
  }

  private static String names(List<Difference> first, List<Difference> second) {
    List<String> names = new ArrayList<>();
    first.forEach(d -> names.add(d.name()));
    second.forEach(d -> names.add(d.name()));
    return MarkdownText.code(String.join(", ", names));
  }

  private static String counts(RunComparison other) {
    return other.count(Verdict.BETTER)
        + " faster, "
        + other.count(Verdict.WORSE)
        + " slower, "
        + other.count(Verdict.NO_DIFFERENCE_SHOWN)
        + " no difference shown, "
        + other.count(Verdict.NO_INTERVAL)
        + " without interval, "
        + (other.missing().size() + other.emulated().size())
        + " not compared.";
  }

  private static String mean(MeanRatio mean) {
    return "geometric mean over "
        + mean.mean().ratios()
        + (mean.mean().ratios() == 1 ? " cell: " : " cells: ")
        + Shown.ratio(mean.mean().ratio())
        + " "
        + Wording.phrase(mean.key())
        + " ("
        + Shown.interval(mean.mean().estimate())
        + ")";
  }

  /** Shown differences first, the larger before the smaller; then the rest. */
  private static double rank(ComparedCell cell) {
    Change.Ratio time = time(cell);
    double size = time == null ? 0 : Math.abs(Math.log(time.ratio()));
    boolean shown = cell.verdict() == Verdict.BETTER || cell.verdict() == Verdict.WORSE;
    return -size - (shown ? 1e6 : 0);
  }

  private static Change.@Nullable Ratio time(ComparedCell cell) {
    for (Change change : cell.changes()) {
      if (change instanceof Change.Ratio ratio && ratio.key() == MetricKey.TIME) {
        return ratio;
      }
    }
    return null;
  }

  private static void table(List<String> lines, List<ComparedCell> cells, int rows) {
    if (rows == 0) {
      return;
    }
    lines.add("");
    lines.add("| cell | base | new | × as fast | 95 % interval | verdict |");
    lines.add("|---|---|---|---|---|---|");
    for (ComparedCell cell : cells.subList(0, rows)) {
      Change.Ratio time = time(cell);
      if (time != null) {
        lines.add(
            "| "
                + MarkdownText.code(cell.name())
                + " | "
                + Shown.value(time.base(), time.unit())
                + " | "
                + Shown.value(time.other(), time.unit())
                + " | "
                + Shown.ratio(time.ratio())
                + " | "
                + (time.verdict() == Verdict.NO_INTERVAL ? "none" : Shown.interval(time.estimate()))
                + " | "
                + Wording.word(time.key(), time.verdict())
                + " |");
      }
    }
    more(lines, cells.size() - rows, "cells");
  }

  private static void missing(List<String> lines, RunComparison other, int rows) {
    if (rows == 0) {
      return;
    }
    lines.add("");
    for (NotCompared not : other.missing().subList(0, rows)) {
      lines.add(
          "- not compared: "
              + MarkdownText.code(not.id().toString())
              + ": "
              + MarkdownText.code(not.reason()));
    }
    more(lines, other.missing().size() - rows, "cells not compared");
  }

  /** A table needs a blank line before what follows it. */
  private static void more(List<String> lines, int count, String what) {
    if (count > 0) {
      lines.add("");
      lines.add("… and " + count + " more " + what);
    }
  }

  private static String run(RunRecord run) {
    List<String> lines = new ArrayList<>();
    lines.add("## Assay: run " + MarkdownText.code(run.runId().value()));
    lines.add("");
    long ok = run.cells().stream().filter(c -> c.outcome().status() == Status.OK).count();
    lines.add(ok + " of " + run.cells().size() + " cells OK.");
    lines.add("");
    lines.add("| cell | time | 95 % interval | status |");
    lines.add("|---|---|---|---|");
    int rows = Math.min(run.cells().size(), MAX_LINES - lines.size() - 2);
    run.cells().subList(0, rows).forEach(cell -> lines.add(row(cell)));
    more(lines, run.cells().size() - rows, "cells");
    return String.join("\n", lines) + "\n";
  }

  private static String row(Cell cell) {
    String name = "| " + MarkdownText.code(cell.id().toString()) + " | ";
    Outcome<CellResult> outcome = cell.outcome();
    if (outcome instanceof Outcome.Measured<CellResult> measured) {
      Metric time = measured.result().metric(MetricKey.TIME);
      if (time != null) {
        Double low = time.ciLow();
        Double high = time.ciHigh();
        String interval =
            low == null || high == null
                ? "none"
                : Shown.value(low, time.unit()) + " … " + Shown.value(high, time.unit());
        return name + Shown.value(time.median(), time.unit()) + " | " + interval + " | OK |";
      }
    }
    String why = outcome.reason();
    String status =
        switch (outcome) {
          case Outcome.Verified<CellResult> emulated -> "OK, emulation";
          case Outcome.Modelled<CellResult> modelled -> "OK, RTL model";
          default -> outcome.status().name();
        };
    return name + "– | – | " + status + (why == null ? "" : ": " + MarkdownText.code(why)) + " |";
  }
}
