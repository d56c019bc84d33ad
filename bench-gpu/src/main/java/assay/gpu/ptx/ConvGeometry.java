package assay.gpu.ptx;

import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.Op;

/**
 * A convolution as the product m×n×k that computes it.
 *
 * @param direction as kernels are named
 * @param first operand A
 * @param second operand B
 * @param m rows of the product
 * @param n columns of the product
 * @param k length of its sums
 * @param ints {@code struct Geometry} of {@code product.cuh}
 */
record ConvGeometry(
    String direction, Tensor first, Tensor second, long m, long n, long k, int[] ints) {

  /** Channels of the input. */
  int channels() {
    return ints[3];
  }

  /** Filters, which are the output's channels. */
  int filters() {
    return ints[4];
  }

  /** The product of a convolution. */
  static ConvGeometry of(Op op) {
    return switch (op) {
      case Conv2d o -> {
        Shape y = o.y().shape();
        long m = y.elements() / y.dim(3);
        long k = o.w().elements() / y.dim(3);
        yield new ConvGeometry(
            "forward", o.x(), o.w(), m, y.dim(3), k, ints(o.x(), o.w(), o.y(), o.window()));
      }
      case Conv2dBackwardInput o -> {
        Shape x = o.dx().shape();
        long m = x.elements() / x.dim(3);
        long k = o.w().elements() / x.dim(3);
        yield new ConvGeometry(
            "backward_input",
            o.dy(),
            o.w(),
            m,
            x.dim(3),
            k,
            ints(o.dx(), o.w(), o.dy(), o.window()));
      }
      case Conv2dBackwardFilter o -> {
        Shape w = o.dw().shape();
        long k = o.dy().elements() / w.dim(0);
        yield new ConvGeometry(
            "backward_filter",
            o.dy(),
            o.x(),
            w.dim(0),
            w.elements() / w.dim(0),
            k,
            ints(o.x(), o.dw(), o.dy(), o.window()));
      }
      default -> throw new IllegalArgumentException(op.kind() + " is no convolution");
    };
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
