package assay.report.history;

import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.report.history.StoredRun.StoredCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the history keeps of a record. */
public final class FromRecord {
  /** Half-width of a 95 % interval of a normal distribution, in standard errors. */
  private static final double HALF_WIDTH = 1.96;

  private static final String ASSAY = "assay";
  private static final String PLAN = "plan.";

  private FromRecord() {}

  /**
   * What the history keeps of a run. Only measured cells have values. The standard error of one is
   * half the width of its 95 % interval ÷ 1.96, as if its distribution were normal.
   *
   * @param identity which machine it is, as in {@link SeriesKey}
   */
  public static StoredRun run(RunRecord run, String identity) {
    List<StoredCell> cells = new ArrayList<>();
    List<StoredValue> values = new ArrayList<>();
    for (Cell cell : run.cells()) {
      cells.add(
          new StoredCell(
              cell.id(),
              cell.outcome().status(),
              cell.outcome().simulated(),
              cell.outcome().reason()));
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        measured
            .result()
            .available()
            .forEach(
                (key, metric) -> values.add(value(series(run, cell, identity, key), key, metric)));
      }
    }
    RunRecord.GatePlan gate = run.plan().gate();
    return new StoredRun(
        run.runId(),
        run.startedUtc(),
        run.finishedUtc() != null,
        host(run),
        identity,
        run.suite(),
        run.plan().suite() != null,
        conditions(run),
        gate == null ? List.of() : gate.canaries(),
        gate == null ? null : gate.confirms(),
        cells,
        values);
  }

  /** The label of a run's host. */
  static String host(RunRecord run) {
    String host = run.environment().host();
    return host == null ? SeriesKey.UNKNOWN : host;
  }

  private static SeriesKey series(RunRecord run, Cell cell, String identity, MetricKey metric) {
    return new SeriesKey(
        host(run),
        identity,
        run.plan().threads(),
        device(cell.outcome().device()),
        cell.id().workload(),
        cell.id().target(),
        EngineFamily.of(cell.outcome().engine()),
        cell.id().precision(),
        metric.id());
  }

  private static String device(@Nullable Device device) {
    return device == null
        ? SeriesKey.UNKNOWN
        : device.details().getOrDefault(Device.DEVICE_UUID_HASH, device.name());
  }

  private static StoredValue value(SeriesKey series, MetricKey key, Metric metric) {
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    double error = low == null || high == null ? 0 : (high - low) / 2 / HALF_WIDTH;
    return new StoredValue(
        series,
        metric.median(),
        error,
        metric.unit(),
        key.better(),
        key.compared() && key.better() != MetricKey.Better.NONE);
  }

  private static Map<String, String> conditions(RunRecord run) {
    Map<String, String> conditions = new TreeMap<>(run.environment().settings());
    conditions.putAll(run.environment().ownCode());
    conditions.put(ASSAY, run.assay().text());
    run.plan().parameters().forEach((name, value) -> conditions.put(PLAN + name, value));
    conditions.put(PLAN + "jvmArgs", String.join(" ", run.plan().jvmArgs()));
    conditions.put(PLAN + "seed", String.valueOf(run.seed()));
    return conditions;
  }
}
