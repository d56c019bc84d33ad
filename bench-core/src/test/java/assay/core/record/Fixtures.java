package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.device.Synthesis;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.stats.SteadyState;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import assay.core.testing.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fixed run with a cell of every kind, and its forks. */
final class Fixtures {
  static final Instant START = Instant.parse("2026-11-22T05:15:00Z");
  static final RunId RUN = new RunId("20261122T051500Z-ab12cd");
  static final CellId GEMM = new CellId("gemm/m=1024,n=1024,k=1024", "cpu-simd", "f32");
  static final CellId TRAIN = new CellId("train/cnn-fashion", "cpu-simd", "f32");
  static final CellId INFER = new CellId("infer/cnn-fashion,batch=1", "cpu-simd", "f32");
  static final CellId PEAK = new CellId("peak/fma", "cpu-simd", "f32");
  static final Work GEMM_WORK = new Work(2_147_483_648L, 12_582_912L, null);
  static final Device.Hardware CPU =
      new Device.Hardware("Example CPU µ-arch", Map.of("vectorBits", "512"));
  static final Device.Emulated POCL = new Device.Emulated("pocl-cpu", Map.of());
  static final Device.RtlModel ARRAY =
      new Device.RtlModel("systolic 4x4 int8", Map.of("rows", "4"));
  static final ModelFigures ROUTED =
      new ModelFigures(
          1_048_589,
          16_777_216,
          16,
          new Availability.Available<>(
              new Synthesis(
                  "iCE40 HX8K-CT256",
                  97.5,
                  4500,
                  1708,
                  0,
                  0,
                  4903,
                  7680,
                  Map.of("yosys", "0.23"))));
  static final ModelFigures NOT_ROUTED =
      new ModelFigures(
          2, 32, 16, new Availability.Unavailable<>("yosys was not found; install it"));
  static final Verification PASSED =
      Verification.passed("freivalds", 1, 0.25, 64)
          .with(new Verification.EffectiveBits(22.5, 21.75, 19.25, 24))
          .with(Verification.Subnormals.KEPT);
  static final Verification WRONG =
      Verification.failed("entries", 1, Double.NaN, "C[3,7]: expected 1.5, actual NaN", 1024);
  static final String NO_COUNTER = "no counter is readable on this machine";

  private Fixtures() {}

  static Training training(@Nullable Double seconds) {
    return new Training(
        new Training.LossCurve(List.of(1, 100, 200), Series.of(2.3, 0.7, 0.5)),
        Series.of(0.81, 0.86),
        0.85,
        seconds == null
            ? new Availability.Unavailable<>("0.85 was not reached in 2 epochs")
            : new Availability.Available<>(new Training.ToTarget(2, seconds)),
        0.86,
        new Training.Dataset("fashion-mnist-subset", "bundled", "0123456789abcdef".repeat(4)));
  }

  /** A fork with every field that a training run may have. */
  private static ForkRecord fold(Timing timing, Training some) {
    Training training =
        new Training(
            some.lossCurve(),
            some.testAccuracy(),
            Series.of(0.5, 1),
            some.targetAccuracy(),
            new Availability.Available<>(new Training.ToTarget(0.5, 11.5)),
            some.finalAccuracy(),
            2400,
            new Training.Fold(0, 5, 9600),
            some.dataset());
    return new ForkRecord(
        TRAIN,
        context(0),
        new Outcome.Measured<>(
            CPU,
            "jdk.incubator.vector",
            PASSED.with(Map.of("parameters", 0.25, "optimizerSlots", 0.125)),
            new ForkResult(timing, training, Telemetry.missing(NO_COUNTER), null, null)));
  }

  private static final JvmFlags JVM =
      new JvmFlags(
          "-XX:+UseSerialGC -Dassay.fork.seed",
          "Copy, MarkSweepCompact",
          Map.of("MaxVectorSize", "64"),
          new Availability.Available<>("2 × core with 1 thread, in 1 memory node"));

  static ForkContext context(int fork) {
    return new ForkContext(
        fork,
        3 * fork,
        START.plusSeconds(fork),
        42,
        "25.0.3+9",
        1000L + fork,
        fork > 0 ? null : JVM);
  }

  static ForkRecord timed(CellId cell, int fork, double seconds) {
    double[] samples = new double[8];
    java.util.Arrays.setAll(samples, i -> seconds * (1 + 0.001 * (i % 3)));
    Timing timing =
        Timing.ofHost(samples, new double[] {2 * seconds}, "the CPU is the device", null);
    return timed(cell, fork, timing, null, null);
  }

  static ForkRecord timed(
      CellId cell,
      int fork,
      Timing timing,
      @Nullable Training training,
      @Nullable String excludedCause) {
    return new ForkRecord(
        cell,
        context(fork),
        new Outcome.Measured<>(
            CPU,
            "jdk.incubator.vector",
            PASSED,
            new ForkResult(timing, training, Telemetry.missing(NO_COUNTER), excludedCause, null)));
  }

  static ForkRecord none(CellId cell, int fork, Status status, String reason) {
    Outcome<ForkResult> outcome =
        switch (status) {
          case UNSUPPORTED -> new Outcome.Unsupported<>(reason, null);
          case UNAVAILABLE -> new Outcome.Unavailable<>(reason, null);
          case INVALID -> new Outcome.Invalid<>(CPU, null, WRONG, reason);
          case FAILED -> new Outcome.Failed<>(null, null, reason, null);
          case TIMED_OUT -> new Outcome.TimedOut<>(null, null, reason, null);
          case OK -> throw new IllegalArgumentException("it has a result");
        };
    return new ForkRecord(cell, context(fork), outcome);
  }

  static List<ForkRecord> sixForks(CellId cell) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      forks.add(timed(cell, i, 0.020 + 0.00002 * i));
    }
    return forks;
  }

  /** One line of every shape that a fork can take. */
  static List<ForkRecord> everyFork() {
    List<ForkRecord> forks = new ArrayList<>(sixForks(GEMM));
    double[] many = new double[1000];
    java.util.Arrays.setAll(many, i -> 1e-4 * (1 + i));
    Timing device =
        Timing.ofDevice(
                new double[] {0.1, 0.1}, new double[0], new double[] {0.09}, Latency.of(many))
            .with(MetricKey.END_TO_END_TIME, 0.13, 0.12)
            .with(new InputSets(4, true, "4 sets of 3136 bytes fit half of a level 1 cache"));
    forks.add(timed(INFER, 0, device, null, "throttled"));
    Timing shot =
        Timing.ofHost(new double[] {12.5}, new double[] {13, 12.6}, "the CPU is the device", null)
            .with(Timing.Steps.of(new double[] {12.4, 12.6}));
    forks.add(fold(shot, training(11.5)));
    forks.add(
        metered(
            GEMM,
            6,
            0.02,
            seen(80, List.of(new Interference(InterferenceKind.STEAL, 2.5, "%", "cpu")))));
    forks.add(
        new ForkRecord(GEMM, context(7), new Outcome.Verified<>(POCL, "pocl 6.0", PASSED, null)));
    for (Status status : Status.values()) {
      if (status != Status.OK) {
        forks.add(none(GEMM, 8, status, "because of " + status));
      }
    }
    forks.add(modelled(GEMM, ROUTED));
    forks.add(modelled(GEMM, NOT_ROUTED));
    return forks;
  }

  static ForkRecord modelled(CellId cell, ModelFigures figures) {
    return new ForkRecord(
        cell, context(0), new Outcome.Modelled<>(ARRAY, "Verilator 5.006", PASSED, figures));
  }

  static Cell gemmCell(Peak... peaks) {
    return CellSummary.summarise(
        new CellSummary.Request(GEMM, GEMM_WORK, Rate.FLOPS, 0.01, List.of(peaks), List.of()),
        sixForks(GEMM));
  }

  private static Cell measuredCell() {
    Map<MetricKey, Metric> metrics = new LinkedHashMap<>();
    metrics.put(MetricKey.TIME, new Metric("s", 12.5, null, null, 1, 1, false, "1 fork, needs 6"));
    metrics.put(
        MetricKey.THROUGHPUT, new Metric("samples/s", 4800.25, 4800.0, 4801.5, 60, 6, true, null));
    Telemetry<Energy> telemetry =
        new Telemetry<>(
            new Availability.Available<>(
                List.of(
                    new Energy(
                        "package-0",
                        "rapl",
                        null,
                        Share.PRIMARY,
                        1250.5,
                        12.5,
                        900,
                        35.0,
                        0.5,
                        1.2,
                        null),
                    new Energy(
                        "dram",
                        "rapl",
                        "/machines/a",
                        Share.PRIMARY,
                        50,
                        12.5,
                        900,
                        null,
                        null,
                        1.5,
                        "no idle power"))),
            List.of(new RefusedEnergy("wall", "wall-meter", Share.SURROUNDING, "too short")),
            new Availability.Available<>(
                Map.of("clock", new Gauge("Hz", 3.1e9, 3.0e9, 3.2e9, 120))),
            new Availability.Available<>(
                new Throttle(false, Map.of(InterferenceKind.POWER_CAP, 0.5))),
            List.of(new Interference(InterferenceKind.INTRUDER, 7.5, "%", "cpu")));
    CellResult figures =
        new CellResult(
            Metrics.of(metrics, Map.of(MetricKey.PERCENT_OF_PEAK, "no measured peak")),
            Map.of(SteadyState.UNCLASSIFIED, 1),
            telemetry,
            training(null));
    return new Cell(
        TRAIN,
        new Work(1_800_000_000_000L, null, 60_000L),
        new Outcome.Measured<>(CPU, null, PASSED, figures));
  }

  private static CellId id(String target) {
    return new CellId("gemm/m=8,n=8,k=8", target, "bf16");
  }

  private static RunTelemetry telemetry() {
    return new RunTelemetry(
        null,
        new Availability.Available<>(1.0),
        0.05,
        List.of(
            new RunTelemetry.Source(
                "rapl",
                true,
                new Availability.Available<>("2 domains"),
                List.of(
                    new RunTelemetry.Gap(
                        "psys", "not there", new Remedy.Advice("another machine")))),
            new RunTelemetry.Source(
                "nvml",
                true,
                new Availability.Unavailable<>("no driver", new Remedy.Advice("install it")),
                List.of())),
        List.of(
            new RunTelemetry.Idle("package-0", "rapl", 35.0, 0.5, "before and after"),
            new RunTelemetry.Idle("dram", "rapl", null, null, "stood still")),
        List.of(
            new RunTelemetry.CrossChecked("package-0", "load", null, "no second sensor"),
            new RunTelemetry.CrossChecked("gpu-0", "idle", true, "100 J against 101 J")));
  }

  static Telemetry<EnergyReading> seen(double joules, List<Interference> interference) {
    return new Telemetry<>(
        new Availability.Available<>(
            List.of(
                new EnergyReading(
                    "package-0", "rapl", null, Share.PRIMARY, joules, 2.0, 100, 1.0, 0.2, null))),
        List.of(new RefusedEnergy("dram", "rapl", Share.SURROUNDING, "it stood still")),
        new Availability.Available<>(Map.of("cpu.utilization", new Gauge("%", 97, 90, 100, 3))),
        new Availability.Available<>(
            Throttle.of(Map.of(InterferenceKind.THERMAL, 0.0, InterferenceKind.POWER_CAP, 0.5))),
        interference);
  }

  /** A fork with energy. */
  static ForkRecord metered(
      CellId cell, int fork, double seconds, Telemetry<EnergyReading> telemetry) {
    Outcome.Measured<ForkResult> plain =
        (Outcome.Measured<ForkResult>) timed(cell, fork, seconds).outcome();
    return new ForkRecord(
        cell,
        context(fork),
        new Outcome.Measured<>(
            plain.device(),
            plain.engine(),
            PASSED,
            new ForkResult(plain.result().timing(), null, telemetry, null, null)));
  }

  /** A cell of every kind. */
  static RunRecord run() {
    return run(START.plusSeconds(290));
  }

  /** The same as its record is before its end. */
  static RunRecord unfinished() {
    return run(null);
  }

  private static RunRecord run(@Nullable Instant finished) {
    return new RunRecord(
        SchemaVersion.CURRENT,
        RUN,
        START,
        finished,
        "quick",
        -7,
        new RunRecord.Build("0.1.0", null),
        RunRecord.Environment.of(
            "host-1",
            Map.of("cpuModel", "Example CPU"),
            Map.of("governor", "performance"),
            Map.of("load1", "0.10"),
            List.of(new RunRecord.Unknown("microcode", "not readable in this container"))),
        new RunRecord.Plan(
            new RunRecord.SuitePlan(
                List.of(GEMM.workload()), List.of(GEMM.workload() + CellId.COLD), List.of("f32")),
            List.of(GEMM.workload()),
            List.of("cpu-simd"),
            List.of("f32"),
            2,
            List.of("-Xmx2g"),
            1.0,
            30,
            null,
            Map.of("iterations", "10"),
            new RunRecord.GatePlan(List.of(GEMM), new RunId("20261121T051500Z-zy98xw"))),
        telemetry(),
        List.of(
            gemmCell(new Peak(PEAK, CPU, 2e11, 1.9e11, 6)),
            measuredCell(),
            new Cell(
                id("a"),
                null,
                new Outcome.Unsupported<>("no bf16 MatMul", new Remedy.Advice("use f32"))),
            new Cell(
                id("b"),
                null,
                new Outcome.Unavailable<>("no NVIDIA driver", new Remedy.Advice("install it"))),
            new Cell(id("c"), null, new Outcome.Invalid<>(CPU, null, WRONG, "wrong output")),
            new Cell(id("d"), null, new Outcome.Failed<>(null, null, "out of memory", null)),
            new Cell(id("e"), null, new Outcome.TimedOut<>(CPU, "x", "over 60 s", null)),
            new Cell(id("f"), GEMM_WORK, new Outcome.Verified<>(POCL, "pocl 6.0", PASSED, null)),
            new Cell(
                id("g"),
                GEMM_WORK,
                new Outcome.Modelled<>(ARRAY, "Verilator 5.006", PASSED, ROUTED)),
            new Cell(id("h"), GEMM_WORK, new Outcome.Modelled<>(ARRAY, null, PASSED, NOT_ROUTED))));
  }
}
