package assay.fpga;

import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Convolution2d;

/**
 * The extents of a convolution as a product with the im2col matrix.
 *
 * @param x shape of the input, NHWC
 * @param y shape of the output, NPQK
 */
record ConvShape(Shape x, Shape y, Window2d window) {
  /**
   * Size in bytes of the im2col matrix that is materialized at a time, unless a single image has a
   * larger one.
   */
  private static final long PATCH_BYTES = 64L << 20;

  static ConvShape of(Tensor x, Tensor y, Window2d window) {
    return new ConvShape(x.shape(), y.shape(), window);
  }

  static ConvShape of(Convolution2d op) {
    return of(op.image(), op.features(), op.window());
  }

  long images() {
    return x.dim(0);
  }

  /** Output positions of one image: rows of its im2col matrix. */
  long positions() {
    return y.dim(1) * y.dim(2);
  }

  /** Elements under the window: columns of the im2col matrix. */
  long taps() {
    return (long) window.height() * window.width() * x.dim(3);
  }

  long filters() {
    return y.dim(3);
  }

  /** Images whose im2col matrix is made at a time. */
  long imagesAtATime() {
    long one = positions() * taps() * Float.BYTES;
    return Math.clamp(PATCH_BYTES / one, 1, images());
  }

  long im2colBytes() {
    return imagesAtATime() * positions() * taps() * Float.BYTES;
  }

  /** Elements of one image. */
  long imageElements() {
    return x.elements() / images();
  }

  /** Output elements of one image. */
  long outputElements() {
    return y.elements() / images();
  }

  /** The kernels' arguments after the number of images: extents, window, strides, padding. */
  long[] sides() {
    return new long[] {
      x.dim(1),
      x.dim(2),
      x.dim(3),
      y.dim(1),
      y.dim(2),
      window.height(),
      window.width(),
      window.strideH(),
      window.strideW(),
      window.padH(),
      window.padW()
    };
  }
}
