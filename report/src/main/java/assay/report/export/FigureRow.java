package assay.report.export;

import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one cell, or why there is none: a flat row for spreadsheets and data frames.
 *
 * @param run its run
 * @param startedUtc when the run began, ISO 8601
 * @param workload the cell's workload
 * @param target its target
 * @param precision its precision
 * @param status the cell's status
 * @param deviceKind {@code HARDWARE}, {@code EMULATION} or {@code RTL_MODEL}; null if no device was
 *     reached
 * @param device name of the device, null likewise
 * @param engine what did the work, null where it is not known
 * @param metric name of the metric; null if the cell has no metrics
 * @param figure the metric; null if it is missing
 * @param reason why it is missing; null where it is there
 * @param remedy the remedy, null if none is known
 */
record FigureRow(
    String run,
    String startedUtc,
    String workload,
    String target,
    String precision,
    String status,
    @Nullable String deviceKind,
    @Nullable String device,
    @Nullable String engine,
    @Nullable String metric,
    @Nullable Metric figure,
    @Nullable String reason,
    @Nullable String remedy) {

  /** All metrics of a run, in the record's order. */
  static List<FigureRow> of(RunRecord run) {
    List<FigureRow> rows = new ArrayList<>();
    for (Cell cell : run.cells()) {
      CellResult result = cell.outcome().result();
      if (result == null) {
        rows.add(row(run, cell, null, null, reason(cell.outcome())));
        continue;
      }
      result.available().forEach((key, metric) -> rows.add(row(run, cell, key, metric, null)));
      result.unavailable().forEach((key, why) -> rows.add(row(run, cell, key, null, why)));
    }
    return rows;
  }

  private static @Nullable String reason(Outcome<CellResult> outcome) {
    return switch (outcome) {
      case Outcome.Verified<CellResult> emulated -> "emulation: output correct, times mean nothing";
      case Outcome.Modelled<CellResult> modelled ->
          "RTL model: output correct; cycles only, in the models file";
      default -> outcome.reason();
    };
  }

  private static FigureRow row(
      RunRecord run,
      Cell cell,
      @Nullable MetricKey key,
      @Nullable Metric figure,
      @Nullable String reason) {
    Outcome<CellResult> outcome = cell.outcome();
    Device device = outcome.device();
    return new FigureRow(
        run.runId().value(),
        run.startedUtc().toString(),
        cell.id().workload(),
        cell.id().target(),
        cell.id().precision(),
        outcome.status().name(),
        device == null ? null : kind(device),
        device == null ? null : device.name(),
        outcome.engine(),
        key == null ? null : key.id(),
        figure,
        reason,
        Remedy.textOf(outcome.remedy()));
  }

  private static String kind(Device device) {
    return switch (device) {
      case Device.Hardware hardware -> "HARDWARE";
      case Device.Emulated emulated -> "EMULATION";
      case Device.RtlModel model -> "RTL_MODEL";
    };
  }
}
