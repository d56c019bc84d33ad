package assay.core.harness;

import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.result.Settling;
import assay.core.result.Training;
import assay.core.result.Verification;
import assay.core.target.Executable;
import assay.core.target.Target;
import assay.core.workload.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executes a program again and again. Outputs are poisoned before each iteration, and the last one
 * has inputs that no iteration before it had, so that neither an old result nor an unwritten
 * element can pass the check, which reads the very buffers that were timed last. After it the
 * outputs are poisoned and the program is executed once more, on inputs that were not written
 * again: what does not compute at every call is found out, whatever it left behind the first time.
 */
final class KernelSession implements Session {
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

  /** A cold workload settles as it is timed: between executions the device empties its caches. */
  @Override
  public Optional<Settling> settle(Settler settler) {
    current.values().forEach(executable::write);
    Runnable prepare = cold ? executable::flush : () -> {};
    return Optional.of(settler.settle(prepare, executable::execute));
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

  /** Executes on the inputs that are there; a verdict if an element of an output stays poisoned. */
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
                  "written at every call",
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
  public void prepareMetering() {
    poison.forEach(executable::write);
  }

  @Override
  public void executeOnce() {
    executable.execute();
  }

  @Override
  public Verification verifyMetered(Verification timed) {
    Verification metered = verify();
    return metered.passed()
        ? timed
        : Verification.failed(
            "after the energy window: " + metered.check(),
            1,
            metered.worst() == null ? Double.NaN : metered.worst(),
            String.valueOf(metered.detail()),
            metered.elementsChecked());
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
