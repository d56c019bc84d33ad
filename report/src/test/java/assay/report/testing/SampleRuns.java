package assay.report.testing;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.program.Precision;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellSummary;
import assay.core.record.ForkRecord;
import assay.core.record.Peak;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.SchemaVersion;
import assay.core.record.Status;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes runs. Forks are drawn first and summed up as a real run's are, so that a run and its forks
 * agree; the same arguments give the same run.
 */
public final class SampleRuns {
  /** Folder that stands for a machine in one cell of {@link #everyKind}. */
  public static final String STAND_IN = "/machines/stand-in";

  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final double HALF_WIDTH = 0.01;
  private static final double NIGHT_SIGMA = 0.003;

  private final SampleSystem system;
  private final Instant start;
  private final long seed;
  private final List<ForkRecord> forks = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();
  private int forksPerCell = 6;
  private int threads = 16;

  /**
   * A run that has no cell yet.
   *
   * @param seed what its times are drawn from
   */
  public SampleRuns(SampleSystem system, Instant start, long seed) {
    this.system = system;
    this.start = start;
    this.seed = seed;
  }

  /** Forks of the cells added from now on; an interval needs 6. */
  public SampleRuns forks(int count) {
    forksPerCell = count;
    return this;
  }

  /** Threads of the plan. */
  public SampleRuns threads(int count) {
    threads = count;
    return this;
  }

  /**
   * A cell of every kind: measured, trained, with latencies, throttled, with energy from a stand-in
   * of the machine, with too few forks for an interval, emulated, and one of each other status.
   */
  public static SampleRun everyKind(long seed) {
    return everyKind(SampleSystem.number(0), FIRST, seed);
  }

  /** {@link #everyKind(long)} on another system or at another time. */
  public static SampleRun everyKind(SampleSystem system, Instant start, long seed) {
    SampleRuns run = new SampleRuns(system, start, seed);
    for (String workload : List.of("peak/fma", "gemm/m=1024,n=1024,k=1024")) {
      run.measured(id(workload, "cpu-simd"), 1);
      run.measured(id(workload, "cpu-scalar"), 1);
    }
    run.measured(id("train/cnn-fashion,epochs=4", "cpu-simd"), 1);
    for (int batch : new int[] {1, 64, 256}) {
      run.measured(id("infer/cnn-fashion,batch=" + batch, "cpu-simd"), 1);
    }
    String conv = "conv/n=16,c=64,h=28,w=28,k=64,r=3,s=3,pad=1";
    run.throttled(id(conv, "cpu-simd"));
    run.standIn(id("gemm/m=512,n=512,k=512", "cpu-simd"));
    run.forks(3).measured(id("gemm/m=2048,n=2048,k=2048", "cpu-simd"), 1);
    String gemm = "gemm/m=1024,n=1024,k=1024";
    run.emulated(id(gemm, "opencl-fpga"));
    run.without(id(gemm, "cuda"), Status.UNAVAILABLE, "no NVIDIA driver", "install one");
    run.without(
        id("train/cnn-fashion,epochs=4", "opencl-fpga"),
        Status.UNSUPPORTED,
        "Conv2d: no kernel for it yet",
        null);
    run.without(id(conv, "cpu-openblas"), Status.INVALID, "wrong output: C[3, 7]", null);
    run.without(
        id("gemm/m=512,n=512,k=512", "cpu-scalar"),
        Status.FAILED,
        "the fork ended with exit code 137",
        "give it more memory");
    run.without(
        id("gemm/m=2048,n=2048,k=2048", "cpu-scalar"),
        Status.TIMED_OUT,
        "no result after 3600 s",
        "raise --fork-timeout");
    return run.done();
  }

  /** Runs of so many cells on different systems; what a system has not is unavailable there. */
  public static List<SampleRun> systems(int systems, int cells, long seed) {
    List<SampleRun> runs = new ArrayList<>();
    for (int i = 0; i < systems; i++) {
      Instant start = FIRST.plus(Duration.ofHours(i));
      runs.add(of(SampleSystem.number(i), start, cells, seed + i));
    }
    return runs;
  }

  /** A run of so many cells on a system. */
  public static SampleRun of(SampleSystem system, Instant start, int cells, long seed) {
    SampleRuns run = new SampleRuns(system, start, seed);
    SampleCells.ids(cells).forEach(id -> run.cell(id, 1));
    return run.done();
  }

  /**
   * One night of many on the first system. Every night the machine as a whole is off by about 0.3
   * %; from night 40 on every tenth series takes 3 % longer.
   *
   * @param index from 0
   */
  public static SampleRun night(int index, int series, long seed) {
    SampleRuns run =
        new SampleRuns(SampleSystem.number(0), FIRST.plus(Duration.ofDays(index)), seed + index);
    double night =
        Math.exp(NIGHT_SIGMA * SampleCells.gaussian(new SplittableRandom(seed * 31 + index)));
    List<CellId> ids = SampleCells.ids(series);
    for (int i = 0; i < series; i++) {
      run.cell(ids.get(i), night * (index >= 40 && i % 10 == 0 ? 1.03 : 1));
    }
    return run.done();
  }

  /** A cell as the system would have it: measured, or unavailable, unsupported or emulated. */
  public SampleRuns cell(CellId id, double timeFactor) {
    boolean fpga = id.target().equals("opencl-fpga");
    if (fpga) {
      return emulated(id);
    }
    if (id.target().equals("cuda") && system.gpu() == null) {
      return without(id, Status.UNAVAILABLE, "no NVIDIA driver", "install one");
    }
    return measured(id, timeFactor);
  }

  /** A measured cell, so many times as long as the system would take. */
  public SampleRuns measured(CellId id, double timeFactor) {
    return add(id, draw(id).timed(forksPerCell, timeFactor * seconds(id), null));
  }

  /** A measured cell two of whose eight forks got too hot. */
  public SampleRuns throttled(CellId id) {
    return add(id, draw(id).throttled(8, seconds(id)));
  }

  /** A cell all of whose forks got too hot. */
  public SampleRuns allThrottled(CellId id) {
    return add(id, draw(id).throttled(2, seconds(id)));
  }

  /** A measured cell whose energy was read under a folder that stands for the machine. */
  public SampleRuns standIn(CellId id) {
    return add(id, draw(id).timed(forksPerCell, seconds(id), STAND_IN));
  }

  /** A cell on an emulation. */
  public SampleRuns emulated(CellId id) {
    return add(id, draw(id).emulated());
  }

  /** A cell on an emulation whose output was wrong. */
  public SampleRuns invalidEmulation(CellId id) {
    return add(id, draw(id).invalidEmulation("wrong output: C[3, 7]"));
  }

  /** A cell on an RTL model, routed or not. */
  public SampleRuns modelled(CellId id, boolean routed) {
    return add(id, draw(id).modelled(routed));
  }

  /** A cell without figures. */
  public SampleRuns without(CellId id, Status status, String reason, @Nullable String remedy) {
    return add(id, draw(id).without(status, reason, remedy));
  }

  /** A cell in f32. */
  public static CellId id(String workload, String target) {
    return new CellId(workload, target, "f32");
  }

  private SampleForks draw(CellId id) {
    long own = Objects.hash(id.workload(), id.target(), id.precision());
    return new SampleForks(system, id, start, new SplittableRandom(seed ^ (own << 16)));
  }

  private double seconds(CellId id) {
    return SampleCells.seconds(id) / system.speed();
  }

  private SampleRuns add(CellId id, List<ForkRecord> some) {
    Workload workload = Workloads.parse(id.workload());
    Work work = workload.work(Precision.byId(id.precision()).orElseThrow());
    forks.addAll(some);
    cells.add(
        CellSummary.summarise(
            new CellSummary.Request(id, work, workload.rate(), HALF_WIDTH, Peak.all(cells), idle()),
            some));
    return this;
  }

  private List<RunTelemetry.Idle> idle() {
    if (!system.metered()) {
      return List.of();
    }
    double watts = 0.3 * system.watts();
    return List.of(
        new RunTelemetry.Idle("package-0", "rapl", watts, 0.8, "before and after the run"),
        new RunTelemetry.Idle("gpu-0", "nvml", watts, 1.5, "before and after the run"));
  }

  private static RunRecord.SuitePlan nightly() {
    Suite suite = Suites.load("nightly");
    return new RunRecord.SuitePlan(
        suite.workloads().stream().map(Workload::id).toList(),
        suite.workloads().stream().map(Workloads::cold).map(Workload::id).toList(),
        suite.precisions().stream().map(Precision::id).toList());
  }

  /** The run. */
  public SampleRun done() {
    LinkedHashSet<String> workloads = new LinkedHashSet<>();
    LinkedHashSet<String> targets = new LinkedHashSet<>();
    LinkedHashSet<String> precisions = new LinkedHashSet<>();
    cells.forEach(cell -> {
      workloads.add(cell.id().workload());
      targets.add(cell.id().target());
      precisions.add(cell.id().precision());
    });
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("iterations", "10");
    parameters.put("iterationMillis", "50");
    RunRecord record =
        new RunRecord(
            SchemaVersion.CURRENT,
            RunId.create(start, new SplittableRandom(seed)),
            start,
            start.plusSeconds(3600),
            "nightly",
            42,
            new RunRecord.Build("0.1.0", "0123456789ab"),
            system.environment(),
            new RunRecord.Plan(
                nightly(),
                List.copyOf(workloads),
                List.copyOf(targets),
                List.copyOf(precisions),
                threads,
                List.of("-Xmx2g"),
                100 * HALF_WIDTH,
                30,
                3600.0,
                parameters),
            telemetry(),
            cells);
    return new SampleRun(record, forks);
  }

  private RunTelemetry telemetry() {
    if (!system.metered()) {
      return RunTelemetry.none("no telemetry source is available on this machine");
    }
    return new RunTelemetry(
        null,
        new Availability.Available<>(1.0),
        0.05,
        List.of(
            new RunTelemetry.Source(
                "rapl", true, new Availability.Available<>("1 domain: package-0"), List.of()),
            new RunTelemetry.Source(
                "ipmi",
                true,
                new Availability.Unavailable<>(
                    "no /dev/ipmi0", new Remedy.Advice("load the module ipmi_devintf")),
                List.of())),
        idle(),
        List.of(new RunTelemetry.CrossChecked("package-0", "load", null, "no second sensor")));
  }
}
