package assay.cli;

import assay.core.record.MetricKey;
import assay.core.record.CellResult;
import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.record.Metric;
import assay.core.record.RunRecord;
import assay.core.record.Training;
import assay.core.record.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A run as a table: one line a cell, grouped by workload, and what a line cannot hold below it. */
final class RunTable {
  private static final String NOT_MET = "*";

  private final RunRecord run;
  private final List<String> notes = new ArrayList<>();
  private boolean notMet;

  RunTable(RunRecord run) {
    this.run = run;
  }

  @Override
  public String toString() {
    TextTable table =
        new TextTable(
            "workload",
            "target",
            "prec",
            "median time",
            "95 % interval",
            "forks",
            "n",
            "rate",
            "of peak",
            "check");
    List<Cell> cells = new ArrayList<>(run.cells());
    List<String> order = run.plan().workloads();
    cells.removeIf(ModelTable::holds);
    cells.sort(java.util.Comparator.comparingInt(c -> order.indexOf(c.id().workload())));
    String previous = "";
    for (Cell cell : cells) {
      row(table, cell, cell.id().workload().equals(previous) ? "" : cell.id().workload());
      previous = cell.id().workload();
    }
    return (cells.isEmpty() ? "" : table)
        + new ModelTable(run).toString()
        + footer()
        + new MetricTables(run)
        + new TelemetryTable(run);
  }

  private void row(TextTable table, Cell cell, String workload) {
    Outcome<CellResult> outcome = cell.outcome();
    String target = cell.id().target();
    String precision = cell.id().precision();
    switch (outcome) {
      case Outcome.Measured<CellResult> measured -> figures(table, cell, measured, workload);
      case Outcome.Verified<CellResult> emulated ->
          table.row(workload, target, precision, emulation(emulated));
      default ->
          table.row(
              workload,
              target,
              precision,
              outcome.status()
                  + ": "
                  + outcome.reason()
                  + (outcome.remedy() == null ? "" : " [" + outcome.remedy().text() + "]"));
    }
  }

  /** An emulator's time is told in words, away from the columns of figures. */
  private static String emulation(Outcome.Verified<CellResult> emulated) {
    Double seconds = emulated.emulationSeconds();
    return "emulated (%s): %s%s"
        .formatted(
            emulated.device().name(),
            check(emulated.verification()),
            seconds == null ? "" : "; emulator took " + Quantity.of(seconds, "s"));
  }

  private void figures(TextTable table, Cell cell, Outcome.Measured<CellResult> measured, String workload) {
    Map<MetricKey, Metric> metrics = measured.result().available();
    Metric time = Objects.requireNonNull(metrics.get(MetricKey.TIME), "every measured cell has a time");
    Metric rate = metrics.get(MetricKey.THROUGHPUT);
    Metric peak = metrics.get(MetricKey.PERCENT_OF_PEAK);
    table.row(
        workload,
        cell.id().target(),
        cell.id().precision(),
        Quantity.of(time.median(), time.unit())
            + (measured.result().training() == null ? "" : "/step"),
        interval(time),
        String.valueOf(time.forks()),
        String.valueOf(time.n()),
        rate == null ? "-" : Quantity.of(rate.median(), rate.unit()),
        peak == null ? "-" : Quantity.of(peak.median(), "%"),
        check(measured.verification()));
    Training training = measured.result().training();
    if (training != null) {
      notes.add(training(cell, training, metrics));
    }
    if (metrics.containsKey(MetricKey.P50)) {
      notes.add(latency(cell, metrics));
    }
  }

  private String interval(Metric time) {
    if (time.ciLow() == null || time.ciHigh() == null) {
      return "none: " + time.note();
    }
    notMet |= !time.precisionMet();
    return Quantity.interval(time.ciLow(), time.ciHigh(), time.unit())
        + (time.precisionMet() ? "" : NOT_MET);
  }

  static String check(Verification v) {
    Double worst = v.worst();
    return (v.passed() ? "ok" : "WRONG")
        + (worst == null ? "" : String.format(Locale.ROOT, ", error %.2g of bound", worst));
  }

  private static String training(Cell cell, Training t, Map<MetricKey, Metric> metrics) {
    int epochs = t.testAccuracy().size();
    Metric accuracy = metrics.get(MetricKey.FINAL_ACCURACY);
    Metric seconds = metrics.get(MetricKey.TIME_TO_TARGET);
    return String.format(
        Locale.ROOT,
        "%s on %s: loss %.3f to %.3f in %d steps, test accuracy %.4f after %d %s; target %s: %s",
        cell.id().workload(),
        cell.id().target(),
        t.lossCurve().losses().get(0),
        t.lossCurve().losses().get(t.lossCurve().losses().size() - 1),
        t.lossCurve().losses().size(),
        accuracy == null ? t.finalAccuracy() : accuracy.median(),
        epochs,
        epochs == 1 ? "epoch" : "epochs",
        t.targetAccuracy(),
        seconds == null
            ? t.targetReason() == null ? "not reached in every fork" : t.targetReason()
            : "after "
                + t.epochsToTarget()
                + " epochs, "
                + Quantity.of(seconds.median(), "s")
                + " of training");
  }

  private static String latency(Cell cell, Map<MetricKey, Metric> metrics) {
    StringBuilder text =
        new StringBuilder(cell.id().workload() + " on " + cell.id().target() + ": latency");
    for (MetricKey key : MetricKey.of(MetricKey.Family.LATENCY)) {
      Metric metric = metrics.get(key);
      text.append("  ")
          .append(key)
          .append(' ')
          .append(metric == null ? "unavailable" : Quantity.of(metric.median(), "s"));
    }
    return text.toString();
  }

  private String footer() {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append('\n').append(note));
    if (!notes.isEmpty()) {
      text.append('\n');
    }
    if (notMet) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s PRECISION_NOT_MET: the interval is wider than ±%.1f %% of the median.%n",
              NOT_MET,
              run.plan().targetHalfWidthPercent()));
    }
    long ok = run.cells().stream().filter(c -> c.outcome().status() == Status.OK).count();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d of %d cells OK; seed %d, %d threads",
            ok,
            run.cells().size(),
            run.seed(),
            run.plan().threads()));
    return text.append('\n').toString();
  }
}
