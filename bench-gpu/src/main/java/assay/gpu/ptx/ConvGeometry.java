package assay.gpu.ptx;

import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.Convolution2d;

/**
 * A convolution as an implicit GEMM of m×n×k.
 *
 * @param direction as in the kernels' names
 * @param first operand A
 * @param second operand B
 * @param m rows of the product
 * @param n columns of the product
 * @param k length of the product's sums
 * @param ints {@code struct Geometry} of {@code product.cuh}
 */
record ConvGeometry(
    String direction, Tensor first, Tensor second, long m, long n, long k, int[] ints) {

  /** Channels of the input. */
  int channels() {
    return ints[3];
  }

  /** Filters, which is the number of output channels. */
  int filters() {
    return ints[4];
  }

  /** The product of a convolution. */
  static ConvGeometry of(Convolution2d op) {
    Tensor image = op.image();
    Tensor filters = op.filters();
    Tensor features = op.features();
    long channels = image.shape().dim(3);
    long outputs = features.shape().dim(3);
    return switch (op) {
      case Conv2d _ ->
          of("forward", image, filters, features.elements() / outputs, outputs, op, taps(op));
      case Conv2dBackwardInput _ ->
          of(
              "backward_input",
              features,
              filters,
              image.elements() / channels,
              channels,
              op,
              filters.elements() / channels);
      case Conv2dBackwardFilter _ ->
          of(
              "backward_filter",
              features,
              image,
              outputs,
              taps(op),
              op,
              features.elements() / outputs);
    };
  }

  /** Weights of one filter. */
  private static long taps(Convolution2d op) {
    return op.filters().elements() / op.filters().shape().dim(0);
  }

  private static ConvGeometry of(
      String direction, Tensor first, Tensor second, long m, long n, Convolution2d op, long k) {
    return new ConvGeometry(
        direction,
        first,
        second,
        m,
        n,
        k,
        ints(op.image(), op.filters(), op.features(), op.window()));
  }

  /** Checked for range by {@link PtxProducts#unsupported}. */
  private static int[] ints(Tensor x, Tensor w, Tensor y, Window2d window) {
    Shape in = x.shape();
    Shape filters = w.shape();
    Shape out = y.shape();
    return new int[] {
      (int) in.dim(0),
      (int) in.dim(1),
      (int) in.dim(2),
      (int) in.dim(3),
      (int) filters.dim(0),
      (int) filters.dim(1),
      (int) filters.dim(2),
      (int) out.dim(1),
      (int) out.dim(2),
      window.strideH(),
      window.strideW(),
      window.padH(),
      window.padW()
    };
  }
}
