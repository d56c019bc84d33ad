package assay.report.testing;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.device.Synthesis;
import assay.core.record.CellId;
import assay.core.record.EnergyReading;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Gauge;
import assay.core.record.Interference;
import assay.core.record.Latency;
import assay.core.record.Outcome;
import assay.core.record.RefusedEnergy;
import assay.core.record.Series;
import assay.core.record.Status;
import assay.core.record.Telemetry;
import assay.core.record.Throttle;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Forks of one cell on one system, drawn from one generator. */
final class SampleForks {
  static final Device.Emulated EMULATION =
      new Device.Emulated("pocl-cpu", Map.of("platform", "Portable Computing Language"));
  private static final double FORK_SIGMA = 0.004;
  private static final double ITERATION_SIGMA = 0.002;
  private static final int ITERATIONS = 10;
  private static final int STEPS_PER_EPOCH = 94;
  private static final String NO_SENSOR = "no energy counter is readable on this machine";

  private final SampleSystem system;
  private final CellId cell;
  private final RandomGenerator random;
  private final Instant start;

  SampleForks(SampleSystem system, CellId cell, Instant start, SplittableRandom random) {
    this.system = system;
    this.cell = cell;
    this.start = start;
    this.random = random;
  }

  /**
   * Forks with right results on hardware.
   *
   * @param seconds true median time of one execution
   * @param root folder that stood for the machine's sensors, null for its own
   */
  List<ForkRecord> timed(int forks, double seconds, @Nullable String root) {
    List<ForkRecord> all = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      all.add(timed(i, seconds, root, null));
    }
    return all;
  }

  /** Like {@link #timed(int, double, String)}, and the last two got too hot. */
  List<ForkRecord> throttled(int forks, double seconds) {
    List<ForkRecord> all = timed(forks - 2, seconds, null);
    for (int i = forks - 2; i < forks; i++) {
      all.add(timed(i, 1.3 * seconds, null, InterferenceKind.THERMAL));
    }
    return all;
  }

  /** One fork on an emulation, right. */
  List<ForkRecord> emulated() {
    return List.of(record(0, new Outcome.Verified<>(EMULATION, "pocl 6.0", passed(), null)));
  }

  /** One fork on an emulation, wrong. */
  List<ForkRecord> invalidEmulation(String reason) {
    return List.of(record(0, new Outcome.Invalid<>(EMULATION, "pocl 6.0", wrong(), reason)));
  }

  private static Verification wrong() {
    return Verification.failed("freivalds", 1, 37.5, "C[3, 7]: expected 1.5, actual 1.75", 64);
  }

  /** One fork on an RTL model, right; the model was routed, or was not. */
  List<ForkRecord> modelled(boolean routed) {
    Availability<Synthesis> synthesis =
        routed
            ? new Availability.Available<>(
                new Synthesis(
                    "iCE40 HX8K", 97.2, 4349, 1708, 0, 0, 4903, 7680, Map.of("yosys", "0.23")))
            : new Availability.Unavailable<>("the 4x4 array was not routed: yosys was not found");
    return List.of(
        record(
            0,
            new Outcome.Modelled<>(
                new Device.RtlModel("systolic 4x4 int8", Map.of("rows", "4")),
                "Verilator 5.006",
                passed(),
                new ModelFigures(1_048_589, 16_777_216, 16, synthesis))));
  }

  /** One fork that came to nothing. */
  List<ForkRecord> without(Status status, String reason, @Nullable String remedy) {
    Remedy help = remedy == null ? null : new Remedy.Advice(remedy);
    Outcome<ForkResult> outcome =
        switch (status) {
          case INVALID ->
              new Outcome.Invalid<>(system.device(cell.target()), engine(), wrong(), reason);
          case UNSUPPORTED -> new Outcome.Unsupported<>(reason, help);
          case UNAVAILABLE -> new Outcome.Unavailable<>(reason, help);
          case FAILED -> new Outcome.Failed<>(null, null, reason, help);
          case TIMED_OUT -> new Outcome.TimedOut<>(null, null, reason, help);
          case OK -> throw new IllegalArgumentException("it has a result");
        };
    return List.of(record(0, outcome));
  }

  private ForkRecord timed(
      int fork, double seconds, @Nullable String root, @Nullable InterferenceKind cause) {
    double level = seconds * Math.exp(FORK_SIGMA * random.nextGaussian());
    double[] samples = new double[ITERATIONS];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = level * Math.exp(ITERATION_SIGMA * random.nextGaussian());
    }
    return record(
        fork,
        new Outcome.Measured<>(
            system.device(cell.target()),
            engine(),
            passed(),
            new ForkResult(
                timing(samples, level),
                cell.workload().startsWith("train/") ? training(level) : null,
                telemetry(level, root, cause),
                cause == null ? null : cause.text(),
                null)));
  }

  private Timing timing(double[] samples, double level) {
    double[] warmup = {1.8 * level, 1.1 * level};
    Latency latency =
        cell.workload().startsWith("infer/") && cell.workload().endsWith("batch=1")
            ? Latency.of(latencies(level))
            : null;
    if (!cell.target().equals("cuda")) {
      return Timing.ofHost(samples, warmup, "the device has no clock of its own", latency);
    }
    double[] device = samples.clone();
    for (int i = 0; i < device.length; i++) {
      device[i] *= 0.96;
    }
    return Timing.ofDevice(samples, warmup, device, latency);
  }

  private double[] latencies(double level) {
    double[] seconds = new double[1200];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = level * (0.97 + 0.1 * Math.exp(random.nextGaussian() - 1.2));
    }
    return seconds;
  }

  private Training training(double level) {
    List<Integer> steps = new ArrayList<>();
    int epochs = 4;
    double[] losses = new double[STEPS_PER_EPOCH * epochs];
    for (int i = 0; i < losses.length; i++) {
      steps.add(i + 1);
      losses[i] = 0.4 + 1.9 * Math.exp(-i / 60.0) + 0.02 * Math.abs(random.nextGaussian());
    }
    double[] accuracy = new double[epochs];
    for (int i = 0; i < epochs; i++) {
      accuracy[i] = 0.90 - 0.17 * Math.exp(-i) + 0.002 * random.nextDouble();
    }
    return new Training(
        new Training.LossCurve(steps, Series.of(losses)),
        Series.of(accuracy),
        0.85,
        new Availability.Available<>(new Training.ToTarget(3, 3 * STEPS_PER_EPOCH * level)),
        accuracy[epochs - 1],
        new Training.Dataset("fashion-mnist-subset", "bundled", "0123456789abcdef".repeat(4)));
  }

  private Telemetry<EnergyReading> telemetry(
      double level, @Nullable String root, @Nullable InterferenceKind cause) {
    String domain = cell.target().equals("cuda") ? "gpu-0" : "package-0";
    Map<InterferenceKind, Double> held = new LinkedHashMap<>();
    held.put(InterferenceKind.THERMAL, cause == InterferenceKind.THERMAL ? 1.2 : 0.0);
    held.put(InterferenceKind.POWER_CAP, 0.3);
    return new Telemetry<>(
        energy(domain, level, root),
        List.of(
            new RefusedEnergy("wall", "wall-meter", Share.SURROUNDING, "the window is too short")),
        new Availability.Available<>(gauges()),
        new Availability.Available<>(Throttle.of(held)),
        cause == null ? List.of() : List.of(new Interference(cause, 1.2, "s", domain)));
  }

  private Availability<List<EnergyReading>> energy(
      String domain, double level, @Nullable String root) {
    if (!system.metered() && root == null) {
      return new Availability.Unavailable<>(NO_SENSOR);
    }
    long executions = Math.max(1, Math.round(10 / level));
    double seconds = executions * level;
    double joules = system.watts() * seconds * (1 + 0.003 * random.nextGaussian());
    String source = domain.startsWith("gpu") ? "nvml" : "rapl";
    return new Availability.Available<>(
        List.of(
            new EnergyReading(
                domain, source, root, Share.PRIMARY, joules, seconds, executions, 1.0, 0.2, null)));
  }

  private Map<String, Gauge> gauges() {
    Map<String, Gauge> gauges = new LinkedHashMap<>();
    gauges.put("cpu.utilization", new Gauge("%", 97 + random.nextDouble(), 91, 100, 12));
    gauges.put("cpu.frequency", new Gauge("Hz", 3.1e9 + 1e7 * random.nextDouble(), 3e9, 3.2e9, 12));
    gauges.put("package-0.temperature", new Gauge("°C", 68 + random.nextDouble(), 61, 74, 12));
    return gauges;
  }

  private ForkRecord record(int fork, Outcome<ForkResult> outcome) {
    long seed = cell.workload().startsWith("train/") ? 42 + fork : 42;
    ForkContext context =
        new ForkContext(fork, fork, start.plusSeconds(30L * fork), seed, "25.0.3+9", 4000L + fork);
    return new ForkRecord(cell, context, outcome);
  }

  private Verification passed() {
    return Verification.passed("freivalds", 1, 0.1 + 0.2 * random.nextDouble(), 64);
  }

  private String engine() {
    return switch (cell.target()) {
      case "cuda" -> "cuBLASLt 13.1";
      case "cpu-simd" -> "Vector API 512-bit, 16 threads";
      default -> "Java loops, 16 threads";
    };
  }
}
