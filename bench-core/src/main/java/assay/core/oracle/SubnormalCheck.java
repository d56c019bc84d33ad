package assay.core.oracle;

import assay.core.oracle.op.Rule;
import assay.core.oracle.op.Rules;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What became of subnormal numbers in a product whose first operand or whose every result is
 * subnormal: sampled results are right with gradual underflow, or all results are 0, or they are
 * wrong.
 *
 * @param kept whether the sampled results are right
 * @param flushed whether all results are 0
 * @param mismatch the worst sampled result unless they are right
 */
public record SubnormalCheck(boolean kept, boolean flushed, Optional<Verdict.Mismatch> mismatch) {

  /**
   * Checks the result of a product.
   *
   * <p>With gradual underflow a sum is exact as soon as it is subnormal, and each of k products is
   * off by at most half the smallest number of the accumulator's type; as much again is allowed for
   * the oracle, whose own float64 underflows.
   *
   * @param program one product of floating-point numbers
   * @param given values of its inputs
   * @param actual its output
   * @throws IllegalArgumentException if the program is not a product
   */
  public static SubnormalCheck of(
      Program program,
      ErrorModel model,
      Map<Tensor, HostTensor> given,
      HostTensor actual,
      long seed) {
    Op op = program.ops().getFirst();
    Rule rule = Rules.of(op);
    Projection product =
        rule.projection(given)
            .orElseThrow(() -> new IllegalArgumentException(op + " is not a product"));
    DataType operand = op.inputs().getFirst().type();
    DataType accumulator = operand == DataType.F64 ? DataType.F64 : DataType.F32;
    DataType result = actual.tensor().type();
    double underflow = (product.terms() + 2) * accumulator.min() + result.min() / 2;
    Comparison comparison = new Comparison();
    new Samples(product, actual, operand, model, underflow).check(new Random(seed), comparison);
    Verdict verdict = comparison.verdict("sampled");
    boolean kept = verdict.passed();
    return new SubnormalCheck(kept, !kept && allZero(actual), verdict.mismatch());
  }

  private static boolean allZero(HostTensor values) {
    for (long i = 0; i < values.elements(); i++) {
      if (values.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
