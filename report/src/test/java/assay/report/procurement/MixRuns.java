package assay.report.procurement;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellSummary;
import assay.core.record.EnergyReading;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.telemetry.Share;
import assay.report.compare.RunData;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs whose forks took exactly the given seconds and joules. */
final class MixRuns {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");
  private static final int EXECUTIONS = 100;

  private final SampleRun model;
  private final List<Cell> cells = new ArrayList<>();
  private final List<ForkRecord> forks = new ArrayList<>();
  private @Nullable Double accuracyPercent = 1.0;
  private double excess;

  /** A run of the system of that number. */
  MixRuns(int system) {
    model =
        new SampleRuns(SampleSystem.number(system), START.plusSeconds(system), system)
            .measured(SampleRuns.id(name(0), "cpu-simd"), 1)
            .done();
  }

  /** Name of a task. */
  static String name(int task) {
    return "gemm/m=" + (task + 1) + ",n=8,k=8";
  }

  /** Accuracy of the meters of the tasks added from now on; null for none. */
  MixRuns accuracy(@Nullable Double percent) {
    accuracyPercent = percent;
    return this;
  }

  /** How much longer an execution takes in the energy window than timed, as a share. */
  MixRuns windowExcess(double share) {
    excess = share;
    return this;
  }

  /** A task whose six forks all took the same. */
  MixRuns task(int task, double seconds, double joules) {
    double[] all = new double[6];
    Arrays.fill(all, seconds);
    return task(task, all, joules);
  }

  /**
   * A task.
   *
   * @param seconds of an execution, one per round; NaN where it has no fork
   * @param joules of an execution, 0 for no meter
   */
  MixRuns task(int task, double[] seconds, double joules) {
    CellId id = SampleRuns.id(name(task), "cpu-simd");
    List<ForkRecord> own = new ArrayList<>();
    for (int i = 0; i < seconds.length; i++) {
      if (!Double.isNaN(seconds[i])) {
        own.add(fork(id, i, seconds[i], joules));
      }
    }
    forks.addAll(own);
    cells.add(
        CellSummary.summarise(
            new CellSummary.Request(
                id, new Work(1_000_000L, null, null), Rate.FLOPS, 0.01, null, List.of()),
            own));
    return this;
  }

  private ForkRecord fork(CellId id, int round, double seconds, double joules) {
    Outcome.Measured<ForkResult> sample =
        (Outcome.Measured<ForkResult>) model.forks().getFirst().outcome();
    return new ForkRecord(
        id,
        new ForkContext(round, round, START.plusSeconds(round), 42, "25.0.3+9", 4000L + round),
        new Outcome.Measured<>(
            sample.device(),
            sample.engine(),
            sample.verification(),
            new ForkResult(
                Timing.ofHost(new double[] {seconds}, new double[0], "no clock", null),
                null,
                joules == 0 ? Telemetry.missing("no meter") : telemetry(seconds, joules),
                null,
                null)));
  }

  private Telemetry<EnergyReading> telemetry(double seconds, double joules) {
    return new Telemetry<>(
        new Available<>(
            List.of(
                new EnergyReading(
                    "package-0",
                    "rapl",
                    null,
                    Share.PRIMARY,
                    joules * EXECUTIONS,
                    seconds * EXECUTIONS * (1 + excess),
                    EXECUTIONS,
                    accuracyPercent,
                    0.1,
                    null))),
        List.of(),
        new Unavailable<>("not sampled"),
        new Unavailable<>("not sampled"),
        List.of());
  }

  /** The run. */
  RunData done() {
    RunRecord old = model.record();
    return RunData.of(
        new RunRecord(
            old.schemaVersion(),
            old.runId(),
            old.startedUtc(),
            old.finishedUtc(),
            old.suite(),
            old.seed(),
            old.assay(),
            old.environment(),
            old.plan(),
            old.telemetry(),
            cells),
        forks);
  }
}
