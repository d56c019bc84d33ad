package assay.core.program.op;

import assay.core.program.Tensor;
import assay.core.program.Window2d;

/**
 * A two-dimensional convolution in one of its three directions: image, filters and features, of
 * which two are read and one is written.
 */
public sealed interface Convolution2d extends Op
    permits Conv2d, Conv2dBackwardFilter, Conv2dBackwardInput {

  /** The input (N,H,W,C), or its gradient. */
  Tensor image();

  /** The filters (K,R,S,C), or their gradient. */
  Tensor filters();

  /** The output (N,P,Q,K), or its gradient. */
  Tensor features();

  /** Extents, strides and padding. */
  Window2d window();

  /** 2·N·P·Q·K·R·S·C; products with padding are counted, as usual. */
  @Override
  default long flops() {
    return 2 * features().elements() * (filters().elements() / filters().shape().dim(0));
  }
}
