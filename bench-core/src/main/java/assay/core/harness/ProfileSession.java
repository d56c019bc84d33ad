package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.data.Batches;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.host.CpuTopology;
import assay.core.host.HostRoot;
import assay.core.host.NumaPages;
import assay.core.host.ThreadPlaces;
import assay.core.oracle.ErrorModel;
import assay.core.oracle.Reference;
import assay.core.oracle.ReferenceTensor;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.profile.ForkProfile;
import assay.core.profile.ForkProfile.Ceiling;
import assay.core.profile.ProfiledPart;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.record.Outcome;
import assay.core.record.Series;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import assay.core.spi.ProgramParts;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workload;
import assay.core.workload.WorkloadException;
import assay.core.workload.Workloads;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Profiles one cell in this process: the program whole and with marks, each of its parts alone, the
 * program cut short after each part, and the ceilings of the device, all timed in turns of random
 * order. Whatever is timed is checked.
 */
final class ProfileSession implements AutoCloseable {
  private static final double NANOS = 1e-9;

  /** Shorter ones would be timed with too much of the clock in them, s. */
  private static final double MIN_BATCH_SECONDS = 1e-3;

  /** What takes longer is no ceiling of any device worth a profile, s. */
  private static final double MAX_CEILING_SECONDS = 2;

  private static final double WARMUP_SECONDS = 1.5;
  private static final double PART_WARMUP_SECONDS = 0.08;
  private static final int WARMUP_EXECUTIONS = 5;
  private static final int MIN_ROUNDS = 5;
  private static final int MAX_ROUNDS = 200;

  /** Marked executions from which the one of typical length is chosen. */
  private static final int TIMELINES = 15;

  /** Programs cut short may need as much memory as this share of what a fork's heap may have. */
  private static final double MEMORY_SHARE = 0.5;

  private static final long KIB = 1024;

  /** Working sets of the memory ceilings: from a core's nearest cache to beyond all caches, KiB. */
  private static final long MIN_KIB = 16;

  private static final long MAX_KIB = 256 * KIB;
  private static final long STEP = 4;

  private final Workload workload;
  private final Program program;
  private final Precision precision;
  private final Target target;
  private final Device device;
  private final List<Target> ceilingTargets;
  private final ForkSettings settings;
  private final Target.Options options;
  private final long seed;
  private final Random lots;
  private final List<Timed> all = new ArrayList<>();
  private final Timed whole;
  private final ErrorModel model;
  private final Availability<ProgramParts> division;
  private final List<List<Op>> groups;
  private final List<ProfiledPart> parts;

  /**
   * @param ceilingTargets whose kernels may measure the device's ceilings, the profiled one first
   */
  ProfileSession(
      Workload workload,
      Precision precision,
      Target target,
      Device device,
      List<Target> ceilingTargets,
      ForkSettings settings) {
    this.workload = workload;
    this.program = workload.program(precision);
    this.precision = precision;
    this.target = target;
    this.device = device;
    this.ceilingTargets = ceilingTargets;
    this.settings = settings;
    this.options = new Target.Options(settings.threads());
    this.seed = settings.seedOf(workload);
    this.lots = new Random(seed + settings.fork());
    this.whole = new Timed(target, program, precision, values());
    this.model = new ErrorModel(precision, whole.executable.accumulatorBits());
    this.division = whole.executable.parts();
    this.groups =
        division instanceof Available<ProgramParts>(ProgramParts told)
            ? told.groups()
            : program.ops().stream().map(List::of).toList();
    this.parts = groups.stream().map(group -> ProfiledPart.of(program, group)).toList();
  }

  /** Inputs and state, as a run has them: the first batch and the initial weights of a training. */
  private Map<Tensor, HostTensor> values() {
    return switch (workload) {
      case Workload.Kernel kernel -> kernel.inputs(program, seed);
      case TrainWorkload training -> {
        TrainingSet images =
            TrainingSet.split(
                    training, TrainingSet.locate(training, settings.dataFolder()), settings)
                .train();
        int[] batch = new Batches(seed, images.size(), training.batch()).epoch(0).batch(0);
        Map<Tensor, HostTensor> given = new LinkedHashMap<>(training.initialState(program, seed));
        HostTensor imageBatch = HostTensor.allocate(TrainWorkload.images(program));
        HostTensor labelBatch = HostTensor.allocate(TrainWorkload.labels(program));
        images.images(batch, imageBatch);
        images.labels(batch, labelBatch);
        given.put(imageBatch.tensor(), imageBatch);
        given.put(labelBatch.tensor(), labelBatch);
        yield given;
      }
    };
  }

  /** A program that is executed repeatedly on the same inputs and, at first, the same state. */
  private class Timed {
    private final Program program;
    private final Precision precision;
    private final Executable executable;
    private final Map<Tensor, HostTensor> given;
    private final List<Double> seconds = new ArrayList<>();
    private long executions = 1;

    Timed(Target by, Program program, Precision precision, Map<Tensor, HostTensor> given) {
      this.program = program;
      this.precision = precision;
      this.given = given;
      this.executable = by.compile(program, precision, options);
      all.add(this);
      reset();
    }

    final void reset() {
      program.inputs().forEach(t -> executable.write(Objects.requireNonNull(given.get(t))));
      resetState();
    }

    private void resetState() {
      program.state().stream().map(given::get).filter(Objects::nonNull).forEach(executable::write);
    }

    void execute() {
      executable.execute();
    }

    void warmUp(double limit) {
      long begin = System.nanoTime();
      long done = 0;
      while (done < WARMUP_EXECUTIONS || (System.nanoTime() - begin) * NANOS < limit) {
        execute();
        done++;
      }
      // The second half, in which more of the code is compiled, decides.
      long start = System.nanoTime();
      for (long i = 0; i < WARMUP_EXECUTIONS; i++) {
        execute();
      }
      double each = (System.nanoTime() - start) * NANOS / WARMUP_EXECUTIONS;
      executions = Math.max(1, (long) Math.ceil(MIN_BATCH_SECONDS / Math.max(each, NANOS)));
    }

    /** Times a few executions, after one that is not timed. */
    void measure() {
      resetState();
      execute();
      seconds.add(batch() / executions);
    }

    /** The time of a few executions, s. */
    final double batch() {
      long start = System.nanoTime();
      for (long i = 0; i < executions; i++) {
        execute();
      }
      return (System.nanoTime() - start) * NANOS;
    }

    final Series series() {
      return Series.of(seconds);
    }

    /** All outputs of an execution on the given values, and the state that it updates. */
    Map<Tensor, HostTensor> results() {
      reset();
      program.outputs().forEach(t -> executable.write(HostTensor.allocate(t).poison()));
      execute();
      Map<Tensor, HostTensor> results = new LinkedHashMap<>();
      program.outputs().forEach(t -> results.put(t, executable.read(t)));
      program.ops().stream()
          .flatMap(op -> op.updates().stream())
          .forEach(t -> results.put(t, executable.read(t)));
      return results;
    }

    Verdict verify() {
      return Verifier.verify(
          program,
          new ErrorModel(precision, executable.accumulatorBits()),
          given,
          results(),
          settings.thorough(),
          seed);
    }
  }

  /** The whole program, with marks. */
  private final class Marked extends Timed {
    private final long[] marks = new long[groups.size() + 1];
    private final double[] nanos = new double[groups.size()];
    private final List<List<Double>> partSeconds = new ArrayList<>();
    private final List<long[]> timelines = new ArrayList<>();

    Marked() {
      super(target, ProfileSession.this.program, ProfileSession.this.precision, whole.given);
      groups.forEach(_ -> partSeconds.add(new ArrayList<>()));
    }

    @Override
    void execute() {
      super.executable.execute(marks);
      for (int part = 0; part < nanos.length; part++) {
        nanos[part] += marks[part + 1] - marks[part];
      }
    }

    @Override
    void measure() {
      super.resetState();
      execute();
      Arrays.fill(nanos, 0);
      super.seconds.add(batch() / super.executions);
      for (int part = 0; part < nanos.length; part++) {
        partSeconds.get(part).add(nanos[part] * NANOS / super.executions);
      }
      if (timelines.size() < TIMELINES) {
        timelines.add(marks.clone());
      }
    }

    ForkProfile.Marks times(ProgramParts.Clock clock) {
      timelines.sort((a, b) -> Long.compare(length(a), length(b)));
      long[] typical = timelines.get(timelines.size() / 2);
      double[] since = Arrays.stream(typical).mapToDouble(t -> (t - typical[0]) * NANOS).toArray();
      return new ForkProfile.Marks(
          clock, series(), partSeconds.stream().map(Series::of).toList(), Series.of(since));
    }

    private long length(long[] timeline) {
      return timeline[timeline.length - 1] - timeline[0];
    }
  }

  /** Parts by themselves and the program cut short after each of them. */
  private record Ablation(List<Timed> alone, List<Timed> truncated) {}

  /** What is timed to know the device's ceilings. */
  private record Measure(String name, Ceiling.Kind kind, int level, long work, Timed timed) {}

  /**
   * Measures.
   *
   * @param seconds for timing, without warm-up and checks
   */
  ProfileMessage run(double seconds) {
    if (!(device instanceof Device.Hardware hardware)) {
      return new ProfileMessage(parts, verifiedOnly());
    }
    Verdict before = whole.verify();
    if (!before.passed()) {
      return invalid(hardware, passed(before));
    }
    whole.reset();
    whole.warmUp(WARMUP_SECONDS);
    @Nullable Marked marked = division instanceof Available<ProgramParts> ? new Marked() : null;
    Availability<Ablation> ablation = ablation();
    List<Measure> ceilings = ceilings();
    Timed launch = launch();
    for (Timed timed : all) {
      if (!timed.equals(whole)) {
        timed.warmUp(PART_WARMUP_SECONDS);
      }
    }
    Rounds rounds = new Rounds();
    ThreadPlaces.timingBegins();
    rounds.run(seconds);
    ThreadPlaces.timingEnds();
    Optional<Verification> failed = verify(marked, ablation);
    if (failed.isPresent()) {
      return invalid(hardware, failed.get());
    }
    Map<String, Ceiling> reached = new TreeMap<>();
    for (Measure measure : ceilings) {
      double[] rates = measure.timed.seconds.stream().mapToDouble(s -> measure.work / s).toArray();
      long bytes = measure.kind == Ceiling.Kind.MEMORY ? measure.timed.program.fusedBytes() : 0;
      String by = measure.name.substring(measure.name.indexOf(" on ") + 4);
      reached.put(
          measure.name, new Ceiling(measure.kind, by, bytes, measure.level, Series.of(rates)));
    }
    ForkProfile profile =
        new ForkProfile(
            parts,
            whole.series(),
            rounds.device.isEmpty() ? null : Series.of(rounds.device),
            marked == null
                ? null
                : marked.times(((Available<ProgramParts>) division).value().clock()),
            division instanceof Unavailable<ProgramParts> none ? none.reason() : null,
            ablation instanceof Available<Ablation>(Ablation done)
                ? new ForkProfile.Ablation(
                    done.alone.stream().map(Timed::series).toList(),
                    done.truncated.stream().map(Timed::series).toList())
                : null,
            ablation instanceof Unavailable<Ablation> none ? none.reason() : null,
            Series.of(rounds.writing),
            Series.of(rounds.reading),
            launch.series(),
            reached,
            rounds.busyProcessors(),
            rounds.timedSeconds,
            rounds.collections,
            rounds.collectionSeconds,
            remotePercent());
    Verdict verdict = whole.verify();
    return new ProfileMessage(
        parts,
        new Outcome.Measured<>(hardware, whole.executable.engine(), passed(verdict), profile));
  }

  private ProfileMessage invalid(Device.Hardware hardware, Verification wrong) {
    return new ProfileMessage(
        parts,
        new Outcome.Invalid<>(
            hardware,
            whole.executable.engine(),
            wrong,
            "wrong output: " + Objects.requireNonNull(wrong.detail())));
  }

  private Outcome<ForkProfile> verifiedOnly() {
    Verdict verdict = whole.verify();
    if (!verdict.passed()) {
      return new Outcome.Invalid<>(
          device, whole.executable.engine(), passed(verdict), "wrong output: " + verdict.message());
    }
    return device instanceof Device.Emulated emulated
        ? new Outcome.Verified<>(emulated, whole.executable.engine(), passed(verdict), null)
        : new Outcome.Unsupported<>(
            "an RTL model counts cycles of a design; its parts have no times", null);
  }

  private static Verification passed(Verdict verdict) {
    return KernelSession.toVerification(verdict.check(), verdict);
  }

  private Availability<Ablation> ablation() {
    if (groups.size() < 2) {
      return new Unavailable<>("the program has one part, which is all of it");
    }
    double need = (double) program.tensorBytes() * groups.size() / 2;
    if (need > MEMORY_SHARE * Runtime.getRuntime().maxMemory()) {
      return new Unavailable<>(
          String.format(
              Locale.ROOT, "the programs cut short need about %.1f GB at once", need / 1e9));
    }
    try {
      return new Available<>(cut());
    } catch (TargetException | ProgramException e) {
      return new Unavailable<>("a part of the program cannot be compiled: " + e.getMessage());
    }
  }

  private Ablation cut() {
    List<Timed> alone = new ArrayList<>();
    List<Timed> truncated = new ArrayList<>();
    Map<Tensor, HostTensor> known = new HashMap<>(whole.given);
    List<Op> ops = new ArrayList<>();
    for (int part = 0; part < groups.size(); part++) {
      Program own = program.part("part " + part, groups.get(part));
      alone.add(new Timed(target, own, precision, known));
      ops.addAll(groups.get(part));
      if (part < groups.size() - 1) {
        Timed cut =
            new Timed(
                target, program.part("up to part " + part, List.copyOf(ops)), precision, known);
        truncated.add(cut);
        // State keeps the values from before the program: only its last parts update it.
        cut.results()
            .forEach((tensor, value) -> {
              if (!program.state().contains(tensor)) {
                known.put(tensor, value);
              }
            });
      }
    }
    return new Ablation(alone, truncated);
  }

  /** A program that copies a few numbers. */
  private Timed launch() {
    return ceiling(target, "memory/copy,kib=1").orElse(whole);
  }

  private Optional<Timed> ceiling(Target by, String id) {
    Workload.Kernel kernel = (Workload.Kernel) Workloads.parse(id);
    for (Precision number : List.of(precision, Precision.F32)) {
      try {
        Workload.Kernel sized = kernel.sizedFor(by.parallelUnits(device, options));
        Program body = sized.program(number);
        if (by.unsupported(body, number).isEmpty()) {
          Timed timed = new Timed(by, body, number, sized.inputs(body, seed));
          long start = System.nanoTime();
          timed.execute();
          if ((System.nanoTime() - start) * NANOS <= MAX_CEILING_SECONDS) {
            return Optional.of(timed);
          }
          all.remove(timed);
          timed.executable.close();
        }
      } catch (WorkloadException | TargetException e) {
        // Another precision, or another target of the device, may have this ceiling.
      }
      if (kernel.family().equals("peak")) {
        break; // The peak of another precision is not this one's.
      }
    }
    return Optional.empty();
  }

  private List<Measure> ceilings() {
    List<Measure> found = new ArrayList<>();
    for (String id : List.of("peak/fma", "peak/matrix")) {
      add(found, id, Ceiling.Kind.COMPUTE, 0);
    }
    for (long kib = MIN_KIB; kib <= MAX_KIB; kib *= STEP) {
      // One is enough to tell the bandwidth of memory, where all are alike.
      List<String> kernels = kib == MAX_KIB ? List.of("triad") : List.of("read", "copy", "triad");
      for (String kernel : kernels) {
        add(found, "memory/" + kernel + ",kib=" + kib, Ceiling.Kind.MEMORY, level(kib * KIB));
      }
    }
    return found;
  }

  /** The nearest cache level that holds as much, 0 if none does or none is known. */
  private int level(long bytes) {
    return target.caches() instanceof Available<List<CacheLevel>>(List<CacheLevel> levels)
        ? levels.stream()
            .filter(l -> bytes <= Math.min(l.totalBytes(), l.bytes() * settings.threads()))
            .mapToInt(CacheLevel::level)
            .findFirst()
            .orElse(0)
        : 0;
  }

  private void add(List<Measure> found, String id, Ceiling.Kind kind, int level) {
    for (Target by : ceilingTargets) {
      Optional<Timed> timed = ceiling(by, id);
      if (timed.isPresent()) {
        Program body = timed.get().program;
        long work = kind == Ceiling.Kind.COMPUTE ? body.flops() : body.bytes();
        found.add(new Measure(id + " on " + by.id(), kind, level, work, timed.get()));
        return;
      }
    }
  }

  /** Times everything in turns. */
  private final class Rounds {
    private final List<Double> device = new ArrayList<>();
    private final List<Double> writing = new ArrayList<>();
    private final List<Double> reading = new ArrayList<>();
    private double wholeSeconds;
    private double processorSeconds;
    private long collections;
    private double collectionSeconds;
    private double timedSeconds;

    void run(double seconds) {
      long collectedBefore = collected(GarbageCollectorMXBean::getCollectionCount);
      long millisBefore = collected(GarbageCollectorMXBean::getCollectionTime);
      long begin = System.nanoTime();
      for (int round = 0;
          round < MIN_ROUNDS
              || (round < MAX_ROUNDS && (System.nanoTime() - begin) * NANOS < seconds);
          round++) {
        List<Runnable> turns = new ArrayList<>();
        all.forEach(timed -> turns.add(timed.equals(whole) ? this::whole : timed::measure));
        turns.add(this::transfers);
        Collections.shuffle(turns, lots);
        turns.forEach(Runnable::run);
      }
      timedSeconds = (System.nanoTime() - begin) * NANOS;
      collections = collected(GarbageCollectorMXBean::getCollectionCount) - collectedBefore;
      collectionSeconds =
          (collected(GarbageCollectorMXBean::getCollectionTime) - millisBefore) / 1e3;
    }

    private void whole() {
      whole.resetState();
      whole.execute();
      double processor = processorSeconds();
      double batch = whole.batch();
      processorSeconds += processorSeconds() - processor;
      wholeSeconds += batch;
      whole.seconds.add(batch / whole.executions);
      whole.executable.deviceNanos().ifPresent(nanos -> device.add(nanos * NANOS));
    }

    private void transfers() {
      long start = System.nanoTime();
      program
          .inputs()
          .forEach(t -> whole.executable.write(Objects.requireNonNull(whole.given.get(t))));
      long written = System.nanoTime();
      program.outputs().forEach(whole.executable::read);
      reading.add((System.nanoTime() - written) * NANOS);
      writing.add((written - start) * NANOS);
    }

    double busyProcessors() {
      return processorSeconds / wholeSeconds;
    }
  }

  private @Nullable Double remotePercent() {
    HostRoot root = HostRoot.machine();
    CpuTopology topology = CpuTopology.read(root);
    Set<Integer> near =
        topology.nodes(CpuTopology.allowed(root).orElse(new BitSet()), settings.threads());
    boolean several = topology.cpus().stream().map(CpuTopology.Cpu::node).distinct().count() > 1;
    return several && NumaPages.remotePercent(root, near) instanceof Available<Double>(Double share)
        ? share
        : null;
  }

  private static double processorSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() * NANOS
        : 0;
  }

  private static long collected(ToLongFunction<GarbageCollectorMXBean> what) {
    return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(what).sum();
  }

  /** The first thing that computed wrong results, if any did. */
  private Optional<Verification> verify(@Nullable Marked marked, Availability<Ablation> ablation) {
    List<Timed> entire = marked == null ? List.of(whole) : List.of(whole, marked);
    if (!(ablation instanceof Available<Ablation>(Ablation done))) {
      return entire.stream().flatMap(t -> failure(t.verify()).stream()).findFirst();
    }
    // One evaluation has the values and bounds of whatever is left when the program is cut.
    Map<Tensor, ReferenceTensor> expected = Reference.evaluate(program, model, whole.given);
    List<Timed> fromStart = new ArrayList<>(entire);
    fromStart.addAll(done.truncated);
    return fromStart.stream()
        .flatMap(t -> failure(Verifier.compare(expected, t.results())).stream())
        .findFirst()
        .or(() -> others(fromStart).flatMap(t -> failure(t.verify()).stream()).findFirst());
  }

  private Stream<Timed> others(List<Timed> fromStart) {
    return all.stream().filter(t -> !fromStart.contains(t));
  }

  private static Optional<Verification> failure(Verdict verdict) {
    return verdict.passed() ? Optional.empty() : Optional.of(passed(verdict));
  }

  @Override
  public void close() {
    all.forEach(timed -> timed.executable.close());
  }
}
