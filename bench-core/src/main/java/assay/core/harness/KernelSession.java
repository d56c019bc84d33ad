package assay.core.harness;

import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
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
 * Executes a program again and again. Two sets of inputs take turns from iteration to iteration and
 * outputs are poisoned before each, so that neither an old result nor an unwritten element can pass
 * the check, which reads the very buffers that were timed last.
 */
final class KernelSession implements Session {
  private static final int INPUT_SETS = 2;

  private final Program program;
  private final Precision precision;
  private final long seed;
  private final Executable executable;
  private final List<Map<Tensor, HostTensor>> inputs;
  private final List<HostTensor> poison;
  private int iteration;

  KernelSession(
      Workload.Kernel workload, Precision precision, Target target, ForkSettings settings) {
    this.program = workload.program(precision);
    this.precision = precision;
    this.seed = settings.seed();
    this.inputs = List.of(workload.inputs(program, seed), workload.inputs(program, seed + 1));
    this.poison = program.outputs().stream().map(t -> HostTensor.allocate(t).poison()).toList();
    this.executable = target.compile(program, precision, new Target.Options(settings.threads()));
  }

  private Map<Tensor, HostTensor> current() {
    return inputs.get(iteration % INPUT_SETS);
  }

  @Override
  public Executable executable() {
    return executable;
  }

  @Override
  public void beforeIteration(boolean counted) {
    iteration++;
    current().values().forEach(executable::write);
    poison.forEach(executable::write);
  }

  @Override
  public void execute() {
    executable.execute();
  }

  @Override
  public void afterIteration(boolean counted) {}

  @Override
  public Verification verify() {
    Map<Tensor, HostTensor> actual = new LinkedHashMap<>();
    program.outputs().forEach(t -> actual.put(t, executable.read(t)));
    return toVerification(Verifier.verify(program, precision, current(), actual, seed));
  }

  static Verification toVerification(Verdict verdict) {
    return verdict.passed()
        ? Verification.passed(verdict.check(), 1, verdict.worst(), verdict.checked())
        : Verification.failed(
            verdict.check(), 1, verdict.worst(), verdict.message(), verdict.checked());
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
