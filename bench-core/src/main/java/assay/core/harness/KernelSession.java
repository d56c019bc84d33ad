package assay.core.harness;

import assay.core.oracle.EffectiveBits;
import assay.core.oracle.ErrorModel;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.InputSets;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.UnsupportedProgramException;
import assay.core.workload.Workload;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Executes a program repeatedly, on several sets of inputs by turns ({@link InputSetRule}). Outputs
 * are poisoned before each iteration, and the last iteration has new inputs, so that neither an old
 * result nor an unwritten element can pass verification, which reads the buffers that were timed
 * last; they must hold the result of the set that was executed last, which is random. {@link
 * SpotChecks} fall into one of the counted iterations, drawn at random, whose time is not used, and
 * follow the last one.
 */
final class KernelSession implements Session {
  /**
   * An odd number, so that the median is one pass; and the time after which no further pass starts.
   */
  private static final int END_TO_END_PASSES = 5;

  private static final long END_TO_END_NANOS = 1_000_000_000L;

  private static final double NANOS = 1e-9;

  private final boolean timed;
  private final Program program;
  private final ErrorModel model;
  private final HardInputChecks hardInputs;
  private final long seed;
  private final boolean thorough;
  private final Executable executable;
  private final InputSets inputSets;
  private final ResidentInputs inputs;
  private final List<HostTensor> poison;
  private final boolean cold;
  private final SpotChecks spotChecks;
  private final SplittableRandom secret = new SplittableRandom(new SecureRandom().nextLong());
  private long executions;
  private long nextCheck = Long.MAX_VALUE;
  private long executionsBefore;
  private long begun;
  private long flushing;
  private double lastNanos;
  private double timedNanos = Double.POSITIVE_INFINITY;
  private final List<Double> warmupSeconds = new ArrayList<>();

  /**
   * @param timed whether its times mean anything
   */
  KernelSession(
      Workload.Kernel workload,
      Precision precision,
      Target target,
      ForkSettings settings,
      boolean timed) {
    this.timed = timed;
    this.cold = workload.cold();
    this.program = workload.program(precision);
    this.seed = settings.seed();
    this.thorough = settings.thorough();
    this.poison = program.outputs().stream().map(t -> HostTensor.allocate(t).poison()).toList();
    Compiled compiled = compile(workload, precision, target, settings);
    this.executable = compiled.executable;
    this.model = new ErrorModel(precision, executable.accumulatorBits());
    Runnable beforeExecution = cold ? executable::flush : () -> {};
    this.hardInputs =
        new HardInputChecks(
            program, precision, model, executable, poison, beforeExecution, secret.nextLong());
    this.inputSets = compiled.sets;
    this.inputs =
        new ResidentInputs(
            program,
            executable,
            workload.inputs(program, seed),
            inputSets.resident(),
            secret.split());
    this.spotChecks =
        new SpotChecks(
            program,
            model,
            executable,
            inputs,
            poison,
            beforeExecution,
            secret.split(),
            settings.threads() - 1,
            System::nanoTime);
  }

  private record Compiled(Executable executable, InputSets sets) {}

  /** Whether several sets fit the device's memory shows only here. */
  private Compiled compile(
      Workload.Kernel workload, Precision precision, Target target, ForkSettings settings) {
    InputSets sets = InputSetRule.of(workload, precision, target, settings.threads(), timed);
    try {
      return new Compiled(compile(precision, target, settings, sets.resident()), sets);
    } catch (UnsupportedProgramException e) {
      throw e;
    } catch (TargetException e) {
      if (sets.resident() == 1) {
        throw e;
      }
      String why = sets.resident() + " sets of inputs cannot be prepared: " + e.getMessage();
      return new Compiled(compile(precision, target, settings, 1), new InputSets(1, false, why));
    }
  }

  private Executable compile(Precision precision, Target target, ForkSettings settings, int sets) {
    return target.compile(program, precision, new Target.Options(settings.threads(), sets));
  }

  @Override
  public Executable executable() {
    return executable;
  }

  /** A cold workload is warmed up as it is timed: with a cache flush before each execution. */
  @Override
  public Optional<WarmupResult> warmUp(WarmupController controller) {
    inputs.write();
    return Optional.of(
        cold
            ? controller.warmUp(executable::flush, this::executeOnce)
            : controller.warmUp(this::executeOnce));
  }

  @Override
  public boolean spotChecksAnIteration() {
    return timed;
  }

  @Override
  public void beforeIteration(Iteration iteration) {
    boolean last = iteration == Iteration.LAST;
    if (last) {
      inputs.renew();
    } else {
      inputs.write();
    }
    poison.forEach(executable::write);
    if (last || inputSets.rotated()) {
      inputs.selectAny();
    }
    executionsBefore = executions;
    executions = 0;
    flushing = 0;
    nextCheck =
        iteration == Iteration.SPOT_CHECKED
            ? secret.nextLong(Math.max(1, executionsBefore))
            : Long.MAX_VALUE;
    begun = System.nanoTime();
  }

  @Override
  public void flush() {
    long start = System.nanoTime();
    executable.flush();
    flushing += System.nanoTime() - start;
  }

  @Override
  public void execute() {
    if (executions++ == nextCheck) {
      spotCheck();
      nextCheck =
          spotChecks.few(System.nanoTime() - begun)
              ? executions + secret.nextLong(Math.max(1, executionsBefore / SpotChecks.FEW))
              : Long.MAX_VALUE;
    }
    executeOnce();
  }

  /** An execution without a time is only repeated: it may take minutes. */
  private void spotCheck() {
    if (timed) {
      spotChecks.any(lastNanos);
    } else {
      spotChecks.repeat();
    }
  }

  @Override
  public int executionsPerIteration() {
    return 1;
  }

  @Override
  public void afterIteration(Iteration iteration) {
    lastNanos = (double) (System.nanoTime() - begun - flushing) / executions;
    if (iteration.counted()) {
      timedNanos = Math.min(timedNanos, lastNanos);
    } else if (iteration == Iteration.WARMUP) {
      warmupSeconds.add(lastNanos * NANOS);
    } else if (iteration == Iteration.SPOT_CHECKED && spotChecks.made() == 0) {
      // It had fewer executions than the one before; the check still is amid them.
      spotCheck();
      executeOnce();
    }
  }

  @Override
  public Verification verify() {
    Verification verification = verifyOutputs(thorough);
    if (!verification.passed()) {
      return verification;
    }
    inputs.write();
    if (timed) {
      spotChecks.settle(timedNanos, lastNanos);
    } else {
      spotChecks.repeat();
    }
    verification = spotChecks.verdict(verification, timed ? timedNanos : 0);
    if (verification.passed() && thorough && timed) {
      verification = hardInputs.check(verification);
      inputs.write();
    }
    return verification;
  }

  private Verification verifyOutputs(boolean everyElement) {
    Map<Tensor, HostTensor> actual = new LinkedHashMap<>();
    program.outputs().forEach(t -> actual.put(t, executable.read(t)));
    Map<Tensor, HostTensor> given = inputs.values(inputs.selected());
    Verdict verdict = Verifier.verify(program, model, given, actual, everyElement, seed);
    return toVerification(verdict.check(), verdict);
  }

  @Override
  public Verification endToEnd(Verification timed, Consumer<Double> seconds) {
    long begun = System.nanoTime();
    Collection<HostTensor> given = inputs.values(inputs.selected()).values();
    for (int pass = 0; pass < END_TO_END_PASSES; pass++) {
      poison.forEach(executable::write);
      long start = System.nanoTime();
      given.forEach(executable::write);
      executable.execute();
      program.outputs().forEach(executable::read);
      long end = System.nanoTime();
      seconds.accept((end - start) * NANOS);
      if (end - begun > END_TO_END_NANOS) {
        break;
      }
    }
    return stillCorrect("end to end: ", timed);
  }

  @Override
  public void prepareMetering() {
    inputs.select(0);
    poison.forEach(executable::write);
  }

  @Override
  public void executeOnce() {
    if (inputSets.rotated()) {
      inputs.selectNext();
    }
    executable.execute();
  }

  @Override
  public Verification verifyMetered(Verification timed) {
    return stillCorrect("after the energy window: ", timed);
  }

  private Verification stillCorrect(String when, Verification timed) {
    Verification now = verifyOutputs(false);
    return now.passed()
        ? timed
        : Verification.failed(
            when + now.check(),
            1,
            now.worst() == null ? Double.NaN : now.worst(),
            String.valueOf(now.detail()),
            now.elementsChecked());
  }

  static Verification toVerification(String check, Verdict verdict) {
    return verdict.passed()
        ? Verification.passed(check, 1, verdict.worst(), verdict.checked())
            .with(verdict.bits().map(KernelSession::recorded).orElse(null))
        : Verification.failed(check, 1, verdict.worst(), verdict.message(), verdict.checked());
  }

  private static Verification.EffectiveBits recorded(EffectiveBits bits) {
    return new Verification.EffectiveBits(
        bits.capped(bits.overall()),
        bits.capped(bits.worst()),
        bits.capped(bits.floor()),
        bits.full());
  }

  @Override
  public List<Double> warmupSeconds() {
    return List.copyOf(warmupSeconds);
  }

  @Override
  public Optional<Timing.Steps> steps() {
    return Optional.empty();
  }

  @Override
  public List<Double> pausedSeconds() {
    return List.of();
  }

  @Override
  public Optional<InputSets> inputSets() {
    return Optional.of(inputSets);
  }

  @Override
  public Optional<Training> training() {
    return Optional.empty();
  }

  @Override
  public void close() {
    executable.close();
  }
}
