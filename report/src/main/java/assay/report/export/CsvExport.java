package assay.report.export;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.Synthesis;
import assay.core.record.Metric;
import assay.core.stats.Interval;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Comparison;
import assay.report.compare.MeanRatio;
import assay.report.compare.NotCompared;
import assay.report.compare.RunComparison;
import assay.report.compare.RunData;
import assay.report.compare.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV: {@code figures.csv} with a row per metric, {@code models.csv} with a row per
 * register-transfer model if one was simulated, and {@code comparison.csv} with a row per ratio if
 * there is a comparison. Texts follow {@link SpreadsheetText}.
 */
public final class CsvExport implements Export {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final boolean marked;

  /** Without a byte-order mark, which programs other than spreadsheets take for data. */
  public CsvExport() {
    this(false);
  }

  /**
   * @param marked whether the files begin with a byte-order mark, without which some spreadsheet
   *     programs do not read them as UTF-8
   */
  public CsvExport(boolean marked) {
    this.marked = marked;
  }

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String description() {
    return "CSV: a row per metric, per ratio and per RTL model";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    List<ExportFile> files = new ArrayList<>();
    files.add(file("figures.csv", figures(input.runs())));
    List<ModelRow> models =
        input.runs().stream().flatMap(run -> ModelRow.of(run.record()).stream()).toList();
    if (!models.isEmpty()) {
      files.add(file("models.csv", models(models)));
    }
    if (input.comparison() != null) {
      files.add(file("comparison.csv", table(input.comparison())));
    }
    return files;
  }

  private ExportFile file(String name, CsvTable table) {
    return new ExportFile(name, text(table));
  }

  private String text(CsvTable table) {
    return (marked ? BYTE_ORDER_MARK : "") + table;
  }

  private static CsvTable figures(List<RunData> runs) {
    CsvTable table =
        new CsvTable(
            "run",
            "startedUtc",
            "workload",
            "target",
            "precision",
            "status",
            "deviceKind",
            "device",
            "engine",
            "metric",
            "unit",
            "median",
            "ciLow",
            "ciHigh",
            "n",
            "forks",
            "precisionMet",
            "note",
            "reason",
            "remedy");
    for (RunData run : runs) {
      FigureRow.of(run.record()).forEach(row -> figure(table, row));
    }
    return table;
  }

  private static void figure(CsvTable table, FigureRow row) {
    Metric figure = row.figure();
    table
        .text(row.run())
        .text(row.startedUtc())
        .text(row.workload())
        .text(row.target())
        .text(row.precision())
        .text(row.status())
        .text(row.deviceKind())
        .text(row.device())
        .text(row.engine())
        .text(row.metric())
        .text(figure == null ? null : figure.unit())
        .number(figure == null ? null : figure.median())
        .number(figure == null ? null : figure.ciLow())
        .number(figure == null ? null : figure.ciHigh())
        .number(figure == null ? null : figure.n())
        .number(figure == null ? null : figure.forks())
        .flag(figure == null ? null : figure.precisionMet())
        .text(figure == null ? null : figure.note())
        .text(row.reason())
        .text(row.remedy())
        .end();
  }

  private static CsvTable models(List<ModelRow> rows) {
    CsvTable table =
        new CsvTable(
            "kind",
            "run",
            "startedUtc",
            "workload",
            "target",
            "precision",
            "model",
            "engine",
            "modelCycles",
            "modelMacs",
            "modelMacsPerCycle",
            "modelPeakMacsPerCycle",
            "modelShareOfPeak",
            "routedFmaxMegahertz",
            "part",
            "lut4",
            "flipFlops",
            "dsps",
            "blockRams",
            "reason");
    for (ModelRow row : rows) {
      Synthesis routed = row.synthesis();
      table
          .text(ModelRow.KIND)
          .text(row.run())
          .text(row.startedUtc())
          .text(row.cell().id().workload())
          .text(row.cell().id().target())
          .text(row.cell().id().precision())
          .text(row.model())
          .text(row.engine())
          .number(row.figures().cycles())
          .number(row.figures().macs())
          .number(row.figures().macsPerCycle())
          .number(row.figures().peakMacsPerCycle())
          .number(row.figures().shareOfPeak())
          .number(routed == null ? null : routed.fmaxMegahertz())
          .text(routed == null ? null : routed.part())
          .number(routed == null ? null : routed.lut4())
          .number(routed == null ? null : routed.flipFlops())
          .number(routed == null ? null : routed.dsps())
          .number(routed == null ? null : routed.blockRams())
          .text(row.reason())
          .end();
    }
    return table;
  }

  /** A comparison only, as {@code assay compare --format csv} prints it. */
  public String comparison(Comparison comparison) {
    return text(table(comparison));
  }

  private static CsvTable table(Comparison comparison) {
    CsvTable table =
        new CsvTable(
            "kind",
            "base",
            "other",
            "machines",
            "workload",
            "target",
            "otherTarget",
            "precision",
            "metric",
            "unit",
            "baseMedian",
            "otherMedian",
            "ratio",
            "ciLow",
            "ciHigh",
            "cells",
            "verdict",
            "reason");
    String base = comparison.base().id().value();
    for (RunComparison other : comparison.others()) {
      other.warnings().forEach(warning -> warning(table, base, other, warning));
      other
          .cells()
          .forEach(cell -> cell.changes().forEach(c -> change(table, base, other, cell, c)));
      other.means().forEach(mean -> mean(table, base, other, mean));
      other.missing().forEach(not -> not(table, "missing", base, other, not));
      other.emulated().forEach(not -> not(table, "emulation", base, other, not));
    }
    return table;
  }

  private static CsvTable start(CsvTable table, String kind, String base, RunComparison other) {
    return table
        .text(kind)
        .text(base)
        .text(other.other().id().value())
        .text(other.machines().word());
  }

  private static void change(
      CsvTable table, String base, RunComparison other, ComparedCell cell, Change change) {
    start(table, "ratio", base, other)
        .text(cell.base().workload())
        .text(cell.base().target())
        .text(cell.other().target())
        .text(cell.base().precision())
        .text(change.key().id());
    switch (change) {
      case Change.Missing missing ->
          table
              .text(null)
              .number(null)
              .number(null)
              .number(null)
              .number(null)
              .number(null)
              .number(null)
              .text("NOT_COMPARED")
              .text(missing.reason())
              .end();
      case Change.Ratio ratio -> {
        table.text(ratio.unit()).number(ratio.base()).number(ratio.other()).number(ratio.ratio());
        interval(
            table,
            ratio.estimate() instanceof Available<Interval>(Interval interval) ? interval : null);
        table
            .number(null)
            .text(Wording.word(ratio.key(), ratio.verdict()))
            .text(
                ratio.estimate() instanceof Unavailable<Interval> none
                    ? none.reason()
                    : ratio.note())
            .end();
      }
    }
  }

  private static void interval(CsvTable table, @Nullable Interval interval) {
    table
        .number(interval == null ? null : interval.low())
        .number(interval == null ? null : interval.high());
  }

  private static void mean(CsvTable table, String base, RunComparison other, MeanRatio mean) {
    start(table, "geometric mean", base, other)
        .text(mean.scope())
        .text(null)
        .text(null)
        .text(null)
        .text(mean.key().id())
        .text(null)
        .number(null)
        .number(null)
        .number(mean.mean().ratio());
    interval(
        table,
        mean.mean().estimate() instanceof Available<Interval>(Interval interval) ? interval : null);
    table
        .number(mean.mean().cells())
        .text(Wording.word(mean.key(), mean.verdict()))
        .text(mean.mean().estimate() instanceof Unavailable<Interval> none ? none.reason() : null)
        .end();
  }

  private static void not(
      CsvTable table, String kind, String base, RunComparison other, NotCompared not) {
    start(table, kind, base, other)
        .text(not.id().workload())
        .text(not.id().target())
        .text(not.id().target())
        .text(not.id().precision())
        .text(null)
        .text(null)
        .number(null)
        .number(null)
        .number(null)
        .number(null)
        .number(null)
        .number(null)
        .text("NOT_COMPARED")
        .text(not.reason())
        .end();
  }

  private static void warning(CsvTable table, String base, RunComparison other, String warning) {
    start(table, "warning", base, other);
    for (int column = 0; column < 13; column++) {
      table.text(null);
    }
    table.text(warning).end();
  }
}
