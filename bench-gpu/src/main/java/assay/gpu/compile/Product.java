package assay.gpu.compile;

import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.Optional;

/**
 * A matrix product or a convolution with its epilogue.
 *
 * @param op a MatMul or a {@link assay.core.program.op.Convolution2d}
 * @param bias added to each row of the result
 * @param relu whether negative results become 0, after the bias
 * @param out the result; without bias and ReLU it is the operation's own output
 */
public record Product(Op op, Optional<Tensor> bias, boolean relu, Tensor out) {
  /** The operation by itself. */
  public static Product of(Op op) {
    return new Product(op, Optional.empty(), false, op.outputs().getFirst());
  }
}
