package assay.report.run;

import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run that a trend needs, small enough to hold hundreds at once.
 *
 * @param head the run without its cells and telemetry
 * @param times median time of each measured cell
 * @param cells how many cells the run has
 * @param failed how many of them were invalid, failed or timed out
 */
public record PastRun(RunRecord head, Map<CellId, Time> times, int cells, int failed) {
  private static final String LEFT_OUT = "not kept for trends";

  /**
   * Time of one execution, s, with its 95 % interval.
   *
   * @param low null together with {@code high} where there is no interval
   * @param work of that execution, null if unknown
   */
  public record Time(
      double median, @Nullable Double low, @Nullable Double high, @Nullable Work work) {
    /**
     * Whether the times are of the same work, as far as is known: a ceiling may change its size.
     */
    boolean comparable(Time other) {
      return work == null || other.work == null || work.equals(other.work);
    }
  }

  /** Copies the times. */
  public PastRun {
    times = Map.copyOf(times);
  }

  /** The part of a run that a trend needs. */
  public static PastRun of(RunRecord run) {
    Map<CellId, Time> times = new LinkedHashMap<>();
    run.cells()
        .forEach(cell -> {
          var result = cell.outcome().result();
          Metric time = result == null ? null : result.metric(MetricKey.TIME);
          if (time != null) {
            times.put(cell.id(), new Time(time.median(), time.ciLow(), time.ciHigh(), cell.work()));
          }
        });
    RunRecord head =
        new RunRecord(
            run.schemaVersion(),
            run.runId(),
            run.startedUtc(),
            run.finishedUtc(),
            run.suite(),
            run.seed(),
            run.assay(),
            run.environment(),
            run.plan(),
            RunTelemetry.none(LEFT_OUT),
            List.of());
    int failed = (int) run.cells().stream().filter(PastRun::failed).count();
    return new PastRun(head, times, run.cells().size(), failed);
  }

  private static boolean failed(Cell cell) {
    return switch (cell.outcome().status()) {
      case INVALID, FAILED, TIMED_OUT -> true;
      case OK, UNSUPPORTED, UNAVAILABLE -> false;
    };
  }

  /** When the run began. */
  public Instant started() {
    return head.startedUtc();
  }
}
