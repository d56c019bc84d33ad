package assay.core.oracle;

import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import java.util.HashMap;
import java.util.Map;

/** Checks what a target wrote against what it must be. */
public final class Verifier {
  private static final String ENTRYWISE = "entrywise";

  private Verifier() {}

  /**
   * Checks one execution of a program.
   *
   * @param given inputs, and state as it was before the execution; absent state was zero
   * @param actual every output and, optionally, state after the execution
   * @param seed of the random projections and samples
   * @throws IllegalArgumentException if an input or an output is missing
   */
  public static Verdict verify(
      Program program,
      Precision precision,
      Map<Tensor, HostTensor> given,
      Map<Tensor, HostTensor> actual,
      long seed) {
    for (Tensor output : program.outputs()) {
      if (!actual.containsKey(output)) {
        throw new IllegalArgumentException("the verifier was given no values for " + output);
      }
    }
    return compare(Reference.evaluate(program, precision, given), actual);
  }

  /**
   * Compares element by element with values known already, for a caller that checks the same
   * execution more than once or follows state over several.
   */
  public static Verdict compare(
      Map<Tensor, ReferenceTensor> expected, Map<Tensor, HostTensor> actual) {
    Comparison comparison = new Comparison();
    Map<Tensor, HostTensor> rest = new HashMap<>(actual);
    rest.keySet().retainAll(expected.keySet());
    rest.forEach((tensor, host) -> {
      ReferenceTensor reference = expected.get(tensor);
      if (reference != null) {
        comparison.compare(reference, host);
      }
    });
    return comparison.verdict(ENTRYWISE);
  }
}
