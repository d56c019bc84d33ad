package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.data.Batches;
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
import assay.core.telemetry.Attribution;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workload;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
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
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Profiles one cell in this process: the program whole and with marks, each of its parts alone, the
 * program cut short after each part, and the ceilings of the device, all timed in turns of random
 * order. Whatever is timed is checked.
 */
final class ProfileSession implements AutoCloseable {
  private static final double NANOS = TimedProgram.NANOS;
  private static final double WARMUP_SECONDS = 1.5;
  private static final double PART_WARMUP_SECONDS = 0.08;
  private static final int MIN_ROUNDS = 5;
  private static final int MAX_ROUNDS = 200;

  /** Programs cut short may need as much memory as this share of what a fork's heap may have. */
  private static final double MEMORY_SHARE = 0.5;

  private final Workload workload;
  private final Program program;
  private final Precision precision;
  private final Target target;
  private final Device device;
  private final ForkSettings settings;
  private final Target.Options options;
  private final long seed;
  private final Random lots;
  private final List<TimedProgram> all = new ArrayList<>();
  private final DeviceCeilings ceilings;
  private final Whole whole;
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
    this.settings = settings;
    this.options = new Target.Options(settings.threads());
    this.seed = settings.seedOf(workload);
    this.lots = new Random(seed + settings.fork());
    this.ceilings = new DeviceCeilings(ceilingTargets, device, precision, options, seed);
    this.whole = timed(new Whole(target.compile(program, precision, options), values()));
    this.model = new ErrorModel(precision, whole.executable().accumulatorBits());
    this.division = whole.executable().parts();
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

  /** Adds what is timed in each round, and closed in the end. */
  private <T extends TimedProgram> T timed(T one) {
    all.add(one);
    return one;
  }

  private TimedProgram timed(Program part, Map<Tensor, HostTensor> given) {
    return timed(
        new TimedProgram(part, precision, target.compile(part, precision, options), given));
  }

  /** The whole program without marks; also takes the processors' time. */
  private final class Whole extends TimedProgram {
    private double batchSeconds;
    private double processorSeconds;

    Whole(Executable executable, Map<Tensor, HostTensor> given) {
      super(ProfileSession.this.program, ProfileSession.this.precision, executable, given);
    }

    @Override
    double batch() {
      double processor = processorSeconds();
      double each = super.batch();
      processorSeconds += processorSeconds() - processor;
      batchSeconds += each * executions();
      return each;
    }

    double busyProcessors() {
      return processorSeconds / batchSeconds;
    }
  }

  /** Parts by themselves and the program cut short after each of them. */
  private record Ablation(List<TimedProgram> alone, List<TimedProgram> truncated) {}

  /**
   * Measures.
   *
   * @param seconds for timing, without warm-up and checks
   */
  ProfileMessage run(double seconds) {
    if (!(device instanceof Device.Hardware hardware)) {
      return new ProfileMessage(parts, verifiedOnly());
    }
    Verdict before = verify(whole);
    if (!before.passed()) {
      return invalid(hardware, recorded(before));
    }
    whole.reset();
    whole.warmUp(WARMUP_SECONDS);
    @Nullable MarkedProgram marked =
        division instanceof Available<ProgramParts>
            ? timed(
                new MarkedProgram(
                    program,
                    precision,
                    target.compile(program, precision, options),
                    whole.given(),
                    groups.size()))
            : null;
    Availability<Ablation> ablation = ablation();
    Optional<TimedProgram> launch = ceilings.launch(target);
    if (launch.isEmpty()) {
      return new ProfileMessage(
          parts,
          new Outcome.Unsupported<>(
              target.id()
                  + " has no program that is small enough to tell what a launch takes: neither a"
                  + " copy nor a product of 16 × 16",
              null));
    }
    timed(launch.get());
    ceilings.compile().forEach(this::timed);
    for (TimedProgram timed : all) {
      if (!timed.equals(whole)) {
        timed.warmUp(PART_WARMUP_SECONDS);
      }
    }
    Rounds rounds = new Rounds();
    @Nullable Long samplerNanos = null;
    try (@Nullable SamplerClient link =
        settings.sampler().map(SamplerClient::connect).orElse(null)) {
      rounds.begin = System.nanoTime();
      if (link != null) {
        link.measuredBegins();
      }
      ThreadPlaces.timingBegins();
      rounds.run(seconds);
      ThreadPlaces.timingEnds();
      if (link != null) {
        link.measuredEnds();
        samplerNanos = rounds.begin + link.nanosToSampler();
        meter(link, hardware, ablation);
      }
    }
    Verification verification = verify(marked, ablation);
    if (!verification.passed()) {
      return invalid(hardware, verification);
    }
    return new ProfileMessage(
        parts,
        new Outcome.Measured<>(
            hardware,
            whole.executable().engine(),
            verification,
            profile(marked, ablation, launch.get(), rounds)),
        samplerNanos);
  }

  /** Has the energy of the whole metered, then that of each part alone. */
  private void meter(
      SamplerClient link, Device.Hardware hardware, Availability<Ablation> ablation) {
    String nobodys = hardware.details().get(Attribution.UNATTRIBUTED);
    if (nobodys != null) {
      link.declineEnergy(nobodys);
      return;
    }
    List<TimedProgram> metered = new ArrayList<>(List.of(whole));
    if (ablation instanceof Available<Ablation>(Ablation done)) {
      metered.addAll(done.alone);
    }
    for (TimedProgram one : metered) {
      if (link.meter(one::resetState, one::execute).isEmpty()) {
        return;
      }
    }
  }

  private ForkProfile profile(
      @Nullable MarkedProgram marked,
      Availability<Ablation> ablation,
      TimedProgram launch,
      Rounds rounds) {
    boolean byDevice =
        division instanceof Available<ProgramParts>(ProgramParts told)
            && told.clock() == ProgramParts.Clock.DEVICE;
    return new ForkProfile(
        parts,
        whole.series(),
        whole.deviceSeries().orElse(null),
        marked == null
            ? null
            : marked.times(((Available<ProgramParts>) division).value().clock(), rounds.begin),
        division instanceof Unavailable<ProgramParts> none ? none.reason() : null,
        ablation instanceof Available<Ablation>(Ablation done)
            ? new ForkProfile.Ablation(
                done.alone.stream().map(TimedProgram::series).toList(),
                done.truncated.stream().map(TimedProgram::series).toList())
            : null,
        ablation instanceof Unavailable<Ablation> none ? none.reason() : null,
        Series.of(rounds.writing),
        Series.of(rounds.reading),
        (byDevice ? launch.deviceSeries() : Optional.<Series>empty()).orElseGet(launch::series),
        ceilings.reached(),
        whole.busyProcessors(),
        rounds.timedSeconds,
        rounds.collections,
        rounds.collectionSeconds,
        remotePercent(),
        null,
        null);
  }

  private ProfileMessage invalid(Device.Hardware hardware, Verification wrong) {
    return new ProfileMessage(
        parts,
        new Outcome.Invalid<>(
            hardware,
            whole.executable().engine(),
            wrong,
            "wrong output: " + Objects.requireNonNull(wrong.detail())));
  }

  private Outcome<ForkProfile> verifiedOnly() {
    Verdict verdict = verify(whole);
    if (!verdict.passed()) {
      return new Outcome.Invalid<>(
          device,
          whole.executable().engine(),
          recorded(verdict),
          "wrong output: " + verdict.message());
    }
    return device instanceof Device.Emulated emulated
        ? new Outcome.Verified<>(emulated, whole.executable().engine(), recorded(verdict), null)
        : new Outcome.Unsupported<>(
            "an RTL model counts cycles of a design; its parts have no times", null);
  }

  private static Verification recorded(Verdict verdict) {
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
    int before = all.size();
    try {
      return new Available<>(cut());
    } catch (TargetException | ProgramException e) {
      List<TimedProgram> useless = all.subList(before, all.size());
      useless.forEach(TimedProgram::close);
      useless.clear();
      return new Unavailable<>("a part of the program cannot be compiled: " + e.getMessage());
    }
  }

  private Ablation cut() {
    List<TimedProgram> alone = new ArrayList<>();
    List<TimedProgram> truncated = new ArrayList<>();
    Map<Tensor, HostTensor> known = new HashMap<>(whole.given());
    List<Op> ops = new ArrayList<>();
    for (int part = 0; part < groups.size(); part++) {
      alone.add(timed(program.part("part " + part, groups.get(part)), known));
      ops.addAll(groups.get(part));
      if (part < groups.size() - 1) {
        TimedProgram cut = timed(program.part("up to part " + part, List.copyOf(ops)), known);
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

  /** Times everything in turns. */
  private final class Rounds {
    private final List<Double> writing = new ArrayList<>();
    private final List<Double> reading = new ArrayList<>();
    private long collections;
    private double collectionSeconds;
    private double timedSeconds;
    private long begin;

    void run(double seconds) {
      long collectedBefore = collected(GarbageCollectorMXBean::getCollectionCount);
      long millisBefore = collected(GarbageCollectorMXBean::getCollectionTime);
      long timing = System.nanoTime();
      for (int round = 0;
          round < MIN_ROUNDS
              || (round < MAX_ROUNDS && (System.nanoTime() - timing) * NANOS < seconds);
          round++) {
        List<Runnable> turns = new ArrayList<>();
        all.forEach(timed -> turns.add(timed::measure));
        turns.add(this::transfers);
        Collections.shuffle(turns, lots);
        turns.forEach(Runnable::run);
      }
      timedSeconds = (System.nanoTime() - timing) * NANOS;
      collections = collected(GarbageCollectorMXBean::getCollectionCount) - collectedBefore;
      collectionSeconds =
          (collected(GarbageCollectorMXBean::getCollectionTime) - millisBefore) / 1e3;
    }

    private void transfers() {
      long start = System.nanoTime();
      program
          .inputs()
          .forEach(t -> whole.executable().write(Objects.requireNonNull(whole.given().get(t))));
      long written = System.nanoTime();
      program.outputs().forEach(whole.executable()::read);
      reading.add((System.nanoTime() - written) * NANOS);
      writing.add((written - start) * NANOS);
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
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * NANOS;
  }

  private static long collected(ToLongFunction<GarbageCollectorMXBean> what) {
    return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(what).sum();
  }

  /** The verdict on the whole, or on the first thing that computed wrong results or none. */
  private Verification verify(@Nullable MarkedProgram marked, Availability<Ablation> ablation) {
    List<TimedProgram> fromStart = new ArrayList<>(List.of(whole));
    if (marked != null) {
      fromStart.add(marked);
    }
    if (ablation instanceof Available<Ablation>(Ablation done)) {
      fromStart.addAll(done.truncated);
      // One evaluation has the values and bounds of whatever is left when the program is cut.
      Map<Tensor, ReferenceTensor> expected = Reference.evaluate(program, model, whole.given());
      for (TimedProgram timed : fromStart) {
        Verdict verdict = Verifier.compare(expected, timed.results());
        if (!verdict.passed()) {
          return recorded(verdict);
        }
      }
    } else {
      fromStart.clear();
    }
    for (TimedProgram timed : all) {
      if (!fromStart.contains(timed)) {
        Verdict verdict = verify(timed);
        if (!verdict.passed()) {
          return recorded(verdict);
        }
      }
    }
    Verification verification = recorded(verify(whole));
    return verification.passed() ? spotChecked(verification) : verification;
  }

  /**
   * Holds the time of the whole against executions that the target could not foresee, as a run
   * does. A training step has no such checks here.
   */
  private Verification spotChecked(Verification verification) {
    if (!(workload instanceof Workload.Kernel)) {
      return verification;
    }
    SplittableRandom secret = new SplittableRandom(new SecureRandom().nextLong());
    ResidentInputs inputs =
        new ResidentInputs(program, whole.executable(), whole.given(), 1, secret.split());
    inputs.write();
    SpotChecks checks =
        new SpotChecks(
            program,
            model,
            whole.executable(),
            inputs,
            program.outputs().stream().map(t -> HostTensor.allocate(t).poison()).toList(),
            () -> {},
            secret,
            options.threads() - 1,
            System::nanoTime);
    double[] seconds = whole.series().toArray();
    double fastest = Arrays.stream(seconds).min().orElseThrow() / NANOS;
    checks.settle(fastest, fastest);
    return checks.verdict(verification, fastest);
  }

  private Verdict verify(TimedProgram timed) {
    return timed.verify(settings.thorough(), seed);
  }

  @Override
  public void close() {
    all.forEach(TimedProgram::close);
  }
}
