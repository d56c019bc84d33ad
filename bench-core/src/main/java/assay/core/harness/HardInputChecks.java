package assay.core.harness;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.SubnormalCheck;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Verification;
import assay.core.record.Verification.Subnormals;
import assay.core.spi.Executable;
import assay.core.workload.HardInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executions of a product on harder inputs than the timed ones, which leave out what a benchmark
 * seldom shows: a wide range of exponents, subnormal operands and subnormal results. Subnormal
 * numbers must be kept, unless precision or device permits to flush them to zero, which is then
 * recorded. A tf32 multiplicand has an underflow of its own and is not checked for it.
 */
final class HardInputChecks {
  /** Inputs beyond this many bytes must not wait for the next garbage collection. */
  private static final long LARGE = 1 << 26;

  private final Program program;
  private final Precision precision;
  private final ErrorModel model;
  private final Executable executable;
  private final List<HostTensor> poison;
  private final Runnable beforeExecution;
  private final long seed;

  /**
   * @param poison poisoned outputs
   * @param beforeExecution runs before each execution
   */
  HardInputChecks(
      Program program,
      Precision precision,
      ErrorModel model,
      Executable executable,
      List<HostTensor> poison,
      Runnable beforeExecution,
      long seed) {
    this.program = program;
    this.precision = precision;
    this.model = model;
    this.executable = executable;
    this.poison = poison;
    this.beforeExecution = beforeExecution;
    this.seed = seed;
  }

  /**
   * Checks a product; any other program is left alone.
   *
   * @param timed the verdict on the timed buffers, which passed
   * @return the same, with what became of subnormal numbers; or what is wrong
   */
  Verification check(Verification timed) {
    return HardInputs.of(program, seed).map(inputs -> check(timed, inputs)).orElse(timed);
  }

  private Verification check(Verification timed, HardInputs inputs) {
    Optional<Verification> wrong = wideRange(inputs.wideRange());
    if (wrong.isPresent() || precision == Precision.TF32) {
      return wrong.orElse(timed);
    }
    Verification result = subnormal("operands", inputs.subnormalOperand(), timed);
    return result.passed()
        ? inputs.subnormalResults().map(given -> subnormal("results", given, result)).orElse(result)
        : result;
  }

  private Map<Tensor, HostTensor> execute(Map<Tensor, HostTensor> given) {
    given.values().forEach(executable::write);
    poison.forEach(executable::write);
    beforeExecution.run();
    executable.execute();
    Map<Tensor, HostTensor> actual = new LinkedHashMap<>();
    program.outputs().forEach(t -> actual.put(t, executable.read(t)));
    if (given.keySet().stream().mapToLong(Tensor::bytes).sum() > LARGE) {
      System.gc();
    }
    return actual;
  }

  private Optional<Verification> wideRange(Map<Tensor, HostTensor> given) {
    Verdict verdict = Verifier.verify(program, model, given, execute(given), false, seed);
    return verdict.passed()
        ? Optional.empty()
        : Optional.of(
            Verification.failed(
                "with a wide range of exponents: " + verdict.check(),
                1,
                verdict.worst(),
                "with a wide range of exponents: " + verdict.message(),
                verdict.checked()));
  }

  /**
   * @param before the verdict so far
   */
  private Verification subnormal(String which, Map<Tensor, HostTensor> given, Verification before) {
    Map<Tensor, HostTensor> actual = execute(given);
    HostTensor out = actual.values().iterator().next();
    SubnormalCheck check = SubnormalCheck.of(program, model, given, out, seed);
    if (check.kept()) {
      return before.subnormals() == null ? before.with(Subnormals.KEPT) : before;
    }
    boolean permitted = precision.mayFlushSubnormals() || !executable.keepsSubnormals();
    if (check.flushed() && permitted) {
      return before.with(Subnormals.FLUSHED);
    }
    String detail =
        check.flushed()
            ? "subnormal "
                + which
                + " are flushed to zero, which is not permitted in "
                + precision.id()
            : "with subnormal " + which + ": " + check.mismatch().map(Object::toString).orElse("");
    return Verification.failed("subnormal " + which, 1, Double.NaN, detail, out.elements());
  }
}
