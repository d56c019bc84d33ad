package assay.report.run;

import assay.core.record.ForkRecord;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.store.TelemetryLog;
import assay.report.compare.RunData;
import assay.report.history.SeriesKey;
import assay.report.nightly.NightlyVerdict;
import assay.report.profile.StoredProfile;
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
 * @param verdict the nightly verdict that judges the run, null if none was asked for; only the part
 *     about the run's host is shown
 * @param profiles profiles of its cells, in the order of the page
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
    List<RawFile> raw,
    @Nullable NightlyVerdict verdict,
    List<StoredProfile> profiles) {
  /** Copies the lists. */
  public RunReportInput {
    profiles = List.copyOf(profiles);
    for (StoredProfile profile : profiles) {
      profile
          .refusal(List.of(run))
          .ifPresent(why -> {
            throw new IllegalArgumentException(why);
          });
    }
    if (verdict != null && !verdict.judges(run.runId())) {
      throw new IllegalArgumentException("the verdict does not judge run " + run.runId());
    }
    forks = List.copyOf(forks);
    telemetry = List.copyOf(telemetry);
    lost = List.copyOf(lost);
    raw = List.copyOf(raw);
  }

  /** A run without a nightly verdict and profiles. */
  public RunReportInput(
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
    this(
        run,
        state,
        forks,
        noForks,
        telemetry,
        noTelemetry,
        lost,
        baseline,
        history,
        raw,
        null,
        List.of());
  }

  /**
   * The same with a nightly verdict.
   *
   * @throws IllegalArgumentException if it judges other runs only
   */
  public RunReportInput with(NightlyVerdict nightly) {
    return with(nightly, profiles);
  }

  /**
   * The same with profiles of its cells.
   *
   * @throws IllegalArgumentException if one does not belong to the run; the message says why
   */
  public RunReportInput with(List<StoredProfile> others) {
    return with(verdict, others);
  }

  private RunReportInput with(@Nullable NightlyVerdict nightly, List<StoredProfile> others) {
    return new RunReportInput(
        run,
        state,
        forks,
        noForks,
        telemetry,
        noTelemetry,
        lost,
        baseline,
        history,
        raw,
        nightly,
        others);
  }

  /** The part of the verdict that is about the run's host, null if there is no verdict. */
  @Nullable NightlyVerdict ownVerdict() {
    return verdict == null ? null : onHost(verdict, run);
  }

  /** The part of a verdict that is about a run's host. */
  static NightlyVerdict onHost(NightlyVerdict verdict, RunRecord run) {
    String host = run.environment().host();
    return verdict.onHost(host == null ? SeriesKey.UNKNOWN : host);
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
