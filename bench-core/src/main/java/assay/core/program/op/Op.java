package assay.core.program.op;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * One operation: reads its inputs, writes all of its outputs and may update state in place. Every
 * record checks shapes and types when it is created, so that a kernel never sees an invalid
 * operation.
 *
 * <p>Operations are a closed set within core: the oracle must have a rule for each, or it does not
 * compile. Targets are open: each has a kernel table, and what is not in it is unsupported.
 */
public sealed interface Op
    permits Add,
        BatchNormGrad,
        BatchNormInference,
        BatchNormTraining,
        BiasAdd,
        BiasGrad,
        Cast,
        Convolution2d,
        Copy,
        FmaChain,
        LayerNorm,
        LayerNormGrad,
        MatMul,
        MatMulChain,
        MaxPool2d,
        MaxPool2dGrad,
        OptimizerStep,
        Relu,
        ReluGrad,
        Reshape,
        RmsNorm,
        RmsNormGrad,
        SoftmaxCrossEntropy,
        SoftmaxCrossEntropyGrad,
        Triad {

  /** Tensors that are read but not modified. */
  List<Tensor> inputs();

  /** Tensors that are written completely; no element keeps its old value. */
  List<Tensor> outputs();

  /** State that is read and updated in place. */
  default List<Tensor> updates() {
    return List.of();
  }

  /**
   * Floating-point (or integer) operations by the definition of the operation, a fused multiply-add
   * counting 2.
   */
  long flops();

  /** Bytes that must move at least once: inputs and outputs once, updates twice. */
  default long bytes() {
    long sum = 0;
    for (Tensor tensor : inputs()) {
      sum += tensor.bytes();
    }
    for (Tensor tensor : outputs()) {
      sum += tensor.bytes();
    }
    for (Tensor tensor : updates()) {
      sum += 2 * tensor.bytes();
    }
    return sum;
  }

  /** The operation's name in tables and messages, for example {@code Conv2d}. */
  default String kind() {
    return getClass().getSimpleName();
  }

  /**
   * Adds the operations that carry the gradient of the loss from this operation's outputs to its
   * inputs.
   *
   * @throws ProgramException if the operation has no gradient rule
   */
  default void backward(Gradients gradients) {
    throw new ProgramException(
        kind() + " has no gradient rule: it cannot be used between the parameters and the loss");
  }
}
