package assay.core.harness;

import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.workload.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Executes a program repeatedly. Outputs are poisoned before each iteration, and the last iteration
 * has new inputs, so that neither an old result nor an unwritten element can pass verification,
 * which reads the buffers that were timed last. Then the outputs are poisoned and the program is
 * executed again without rewriting its inputs, which detects an executable that does not compute on
 * every call.
 */
final class KernelSession implements Session {
  /**
   * An odd number, so that the median is one pass; and the time after which no further pass starts.
   */
  private static final int END_TO_END_PASSES = 5;

  private static final long END_TO_END_NANOS = 1_000_000_000L;

  private final Program program;
  private final Precision precision;
  private final long seed;
  private final Executable executable;
  private final Map<Tensor, HostTensor> usual;
  private final Map<Tensor, HostTensor> lastOnly;
  private final List<HostTensor> poison;
  private final boolean cold;
  private Map<Tensor, HostTensor> current;

  KernelSession(
      Workload.Kernel workload, Precision precision, Target target, ForkSettings settings) {
    this.cold = workload.cold();
    this.program = workload.program(precision);
    this.precision = precision;
    this.seed = settings.seed();
    this.usual = workload.inputs(program, seed);
    this.lastOnly = workload.inputs(program, seed + 1);
    this.current = usual;
    this.poison = program.outputs().stream().map(t -> HostTensor.allocate(t).poison()).toList();
    this.executable = target.compile(program, precision, new Target.Options(settings.threads()));
  }

  @Override
  public Executable executable() {
    return executable;
  }

  /** A cold workload is warmed up as it is timed: with a cache flush before each execution. */
  @Override
  public Optional<WarmupResult> warmUp(WarmupController controller) {
    current.values().forEach(executable::write);
    Runnable prepare = cold ? executable::flush : () -> {};
    return Optional.of(controller.warmUp(prepare, executable::execute));
  }

  @Override
  public void beforeIteration(boolean counted, boolean last) {
    current = last ? lastOnly : usual;
    current.values().forEach(executable::write);
    poison.forEach(executable::write);
  }

  @Override
  public void execute() {
    executable.execute();
  }

  @Override
  public int executionsPerIteration() {
    return 1;
  }

  @Override
  public void afterIteration(boolean counted) {}

  @Override
  public Verification verify() {
    Map<Tensor, HostTensor> actual = new LinkedHashMap<>();
    program.outputs().forEach(t -> actual.put(t, executable.read(t)));
    Verdict verdict = Verifier.verify(program, precision, current, actual, seed);
    Verification timed = toVerification(verdict.check(), verdict);
    return timed.passed() ? again().orElse(timed) : timed;
  }

  /** Executes on the current inputs; a verdict if an output element stays poisoned. */
  private Optional<Verification> again() {
    poison.forEach(executable::write);
    executable.execute();
    for (HostTensor poisoned : poison) {
      HostTensor output = executable.read(poisoned.tensor());
      for (long i = 0; i < output.elements(); i++) {
        if (Double.compare(output.get(i), poisoned.get(i)) == 0) {
          String where = output.tensor() + " at " + output.tensor().shape().position(i);
          return Optional.of(
              Verification.failed(
                  "written on every call",
                  1,
                  Double.NaN,
                  where + " was not written when executed again on the same inputs",
                  output.elements()));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Verification endToEnd(Verification timed, Consumer<Double> seconds) {
    long begun = System.nanoTime();
    for (int pass = 0; pass < END_TO_END_PASSES; pass++) {
      poison.forEach(executable::write);
      long start = System.nanoTime();
      current.values().forEach(executable::write);
      executable.execute();
      program.outputs().forEach(executable::read);
      long end = System.nanoTime();
      seconds.accept((end - start) * 1e-9);
      if (end - begun > END_TO_END_NANOS) {
        break;
      }
    }
    return stillCorrect("end to end: ", timed);
  }

  @Override
  public void prepareMetering() {
    poison.forEach(executable::write);
  }

  @Override
  public void executeOnce() {
    executable.execute();
  }

  @Override
  public Verification verifyMetered(Verification timed) {
    return stillCorrect("after the energy window: ", timed);
  }

  private Verification stillCorrect(String when, Verification timed) {
    Verification now = verify();
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
        : Verification.failed(check, 1, verdict.worst(), verdict.message(), verdict.checked());
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
