package assay.report.run;

import assay.core.record.ForkRecord;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.store.TelemetryLog;
import assay.report.compare.RunData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input of a run's page.
 *
 * @param run the run
 * @param state how far it got
 * @param forks its raw samples
 * @param noForks why there are none, null where there are
 * @param telemetry telemetry sampled during it
 * @param noTelemetry why there is none, null where there is
 * @param lost what could not be read of its forks and its telemetry, a line of text each
 * @param baseline the run it is compared with
 * @param history earlier runs of its machine
 * @param raw the files it was read from
 */
public record RunReportInput(
    RunRecord run,
    RunState state,
    List<ForkRecord> forks,
    @Nullable String noForks,
    List<TelemetryLog.Session> telemetry,
    @Nullable String noTelemetry,
    List<String> lost,
    Baseline baseline,
    RunHistory history,
    List<RawFile> raw) {
  /** Copies the lists. */
  public RunReportInput {
    forks = List.copyOf(forks);
    telemetry = List.copyOf(telemetry);
    lost = List.copyOf(lost);
    raw = List.copyOf(raw);
  }

  /** The run with its forks, to be compared and exported. */
  public RunData data() {
    RunData data = noForks == null ? RunData.of(run, forks) : RunData.withoutForks(run, noForks);
    return data.in(state);
  }

  /** A run in memory, without history. */
  public static RunReportInput of(RunRecord run, List<ForkRecord> forks) {
    return new RunReportInput(
        run,
        run.finishedUtc() == null ? RunState.INTERRUPTED : RunState.FINISHED,
        forks,
        null,
        List.of(),
        "the run has no telemetry.jsonl",
        List.of(),
        new Baseline.None(Baseline.Why.NO_EARLIER_RUN),
        RunHistory.none(),
        List.of());
  }
}
