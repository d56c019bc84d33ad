package assay.core.oracle.op;

import assay.core.oracle.Comparison;
import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.Projection;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.util.Map;
import java.util.Optional;

/** The oracle's rule for one operation. */
@FunctionalInterface
public interface Rule {
  /**
   * Computes what the operation writes: values in float64 and bounds on the error of a correct
   * target.
   */
  void evaluate(Evaluation e);

  /**
   * The operation as a product whose rows can be projected, for products too large to compute;
   * empty if it is not a product.
   *
   * @param given values of the operation's inputs
   */
  default Optional<Projection> projection(Map<Tensor, HostTensor> given) {
    return Optional.empty();
  }

  /**
   * Compares all elements chunk by chunk, for tensors too large for arrays; empty if the operation
   * cannot be split into chunks.
   *
   * @param given values of the operation's inputs
   * @param actual what a target wrote
   */
  default Optional<Comparison> streamed(
      ErrorModel model, Map<Tensor, HostTensor> given, Map<Tensor, HostTensor> actual) {
    return Optional.empty();
  }

  /**
   * The values of a tensor.
   *
   * @throws IllegalArgumentException if there are none
   */
  static HostTensor operand(Map<Tensor, HostTensor> values, Tensor tensor) {
    HostTensor found = values.get(tensor);
    if (found == null) {
      throw new IllegalArgumentException("the verifier was given no values for " + tensor);
    }
    return found;
  }
}
