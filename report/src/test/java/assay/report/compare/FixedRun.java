package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellSummary;
import assay.core.record.EnergyReading;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Interference;
import assay.core.record.Latency;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Series;
import assay.core.record.Telemetry;
import assay.core.record.Throttle;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.stats.SteadyState;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run whose forks are given one by one, so that each figure of a comparison is known. */
final class FixedRun {
  static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  static final Instant SECOND = Instant.parse("2026-10-01T07:00:00Z");
  static final CellId GEMM = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
  static final CellId TRAINING = SampleRuns.id("train/cnn-fashion,epochs=4", "cpu-simd");
  static final CellId INFERENCE = SampleRuns.id("infer/cnn-fashion,batch=1", "cpu-simd");
  private static final String DATA = "0123456789abcdef".repeat(4);

  private final RunRecord head;
  private final List<ForkRecord> forks = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();

  FixedRun(SampleSystem system, Instant start) {
    head = new SampleRuns(system, start, start.getEpochSecond()).done().record();
  }

  FixedRun(Instant start) {
    this(SampleSystem.number(0), start);
  }

  /** A cell whose forks have the seeds 42, 43 and so on. */
  FixedRun cell(CellId id, ForkResult... results) {
    return cell(id, 42, results);
  }

  FixedRun cell(CellId id, long firstSeed, ForkResult... results) {
    return cell(id, new Device.Hardware("Example CPU", Map.of()), "loops", firstSeed, results);
  }

  FixedRun cell(
      CellId id,
      Device.Hardware device,
      @Nullable String engine,
      long firstSeed,
      ForkResult... results) {
    List<ForkRecord> own = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      own.add(
          new ForkRecord(
              id,
              new ForkContext(i, i, head.startedUtc(), firstSeed + i, "25.0.3+9", 4000L + i),
              new Outcome.Measured<>(
                  device, engine, Verification.passed("entrywise", 1, 0.5, 64), results[i])));
    }
    Workload workload = Workloads.parse(id.workload());
    forks.addAll(own);
    return cell(
        CellSummary.summarise(
            new CellSummary.Request(
                id, workload.work(Precision.F32), workload.rate(), 0.01, List.of(), List.of()),
            own));
  }

  /** A cell without forks. */
  FixedRun cell(Cell cell) {
    cells.add(cell);
    return this;
  }

  RunRecord record() {
    return with(head, cells);
  }

  RunData data() {
    return RunData.of(record(), forks);
  }

  List<ForkRecord> forks() {
    return forks;
  }

  static RunRecord with(RunRecord r, List<Cell> cells) {
    return new RunRecord(
        r.schemaVersion(),
        r.runId(),
        r.startedUtc(),
        r.finishedUtc(),
        r.suite(),
        r.seed(),
        r.assay(),
        r.environment(),
        r.plan(),
        r.telemetry(),
        cells);
  }

  /** Forks that took so long, each throughout. */
  static ForkResult[] timed(double... seconds) {
    return Arrays.stream(seconds).mapToObj(FixedRun::timed).toArray(ForkResult[]::new);
  }

  static ForkResult timed(double seconds) {
    return result(timing(seconds, SteadyState.FLAT), null, Telemetry.missing("not watched"));
  }

  static ForkResult unsteady(double seconds) {
    return result(
        timing(seconds, SteadyState.NO_STEADY_STATE), null, Telemetry.missing("not watched"));
  }

  private static Timing timing(double seconds, SteadyState state) {
    return new Timing(
        Map.of(MetricKey.TIME, new Available<>(Series.of(seconds, seconds, seconds))),
        Series.empty(),
        state,
        null,
        null,
        null);
  }

  /** Forks that ended with these accuracies after a second. */
  static ForkResult[] trained(double... accuracies) {
    return Arrays.stream(accuracies)
        .mapToObj(accuracy -> trained(accuracy, DATA, 1.0))
        .toArray(ForkResult[]::new);
  }

  /**
   * A training fork.
   *
   * @param toTarget s to the target accuracy, null if it was missed
   */
  static ForkResult trained(double accuracy, String sha256, @Nullable Double toTarget) {
    Availability<Training.ToTarget> reached =
        toTarget == null
            ? new Unavailable<>("missed")
            : new Available<>(new Training.ToTarget(1, toTarget));
    return result(
        timing(1, SteadyState.FLAT),
        new Training(
            new Training.LossCurve(List.of(1), Series.of(2)),
            Series.of(accuracy),
            0.5,
            reached,
            accuracy,
            new Training.Dataset("data-" + sha256.charAt(0), "bundled", sha256)),
        Telemetry.missing("not watched"));
  }

  /** A fork of single executions, all equally long. */
  static ForkResult latencies(double seconds) {
    double[] all = new double[1_000];
    Arrays.fill(all, seconds);
    return result(
        Timing.ofHost(new double[] {seconds}, new double[0], "no clock", Latency.of(all)),
        null,
        Telemetry.missing("not watched"));
  }

  /** A fork of a second's executions with these energies. */
  static ForkResult metered(EnergyReading... readings) {
    return result(
        timing(1, SteadyState.FLAT),
        null,
        new Telemetry<>(
            new Available<>(List.of(readings)),
            List.of(),
            new Unavailable<>("not watched"),
            new Unavailable<>("not watched"),
            List.of()));
  }

  /** Joules of ten executions by a sensor that is accurate to so many percent. */
  static EnergyReading reading(
      String domain, Share share, double joules, @Nullable Double calibration) {
    return new EnergyReading(domain, "rapl", null, share, joules, 10, 10, calibration, 0, null);
  }

  /** A fork that was throttled by a cause for so long, and counts all the same. */
  static ForkResult throttled(InterferenceKind kind, double seconds) {
    return result(
        timing(1, SteadyState.FLAT),
        null,
        new Telemetry<>(
            new Unavailable<>("not watched"),
            List.of(),
            new Unavailable<>("not watched"),
            new Available<>(Throttle.of(Map.of(kind, seconds))),
            List.of(new Interference(kind, seconds, "s", "package-0"))));
  }

  private static ForkResult result(
      Timing timing, @Nullable Training training, Telemetry<EnergyReading> telemetry) {
    return new ForkResult(timing, training, telemetry, null, null);
  }

  /** As many of the same. */
  static ForkResult[] times(int count, ForkResult result) {
    ForkResult[] all = new ForkResult[count];
    Arrays.fill(all, result);
    return all;
  }

  /** The only comparison of two runs. */
  static RunComparison compared(FixedRun base, FixedRun other) {
    return Comparison.of(base.data(), other.data()).others().getFirst();
  }

  static Change.Ratio ratio(ComparedCell cell, MetricKey key) {
    return (Change.Ratio) change(cell, key);
  }

  /** Why a metric of a cell has no ratio. */
  static String missing(ComparedCell cell, MetricKey key) {
    return ((Change.Missing) change(cell, key)).reason();
  }

  private static Change change(ComparedCell cell, MetricKey key) {
    return cell.changes().stream().filter(c -> c.key() == key).findFirst().orElseThrow();
  }
}
