package assay.fpga;

import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Convolution2d;

/**
 * The extents of a convolution as a matrix product over patches.
 *
 * @param x shape of the image side, NHWC
 * @param y shape of the filtered side, NPQK
 */
record ConvShape(Shape x, Shape y, Window2d window) {
  /** Patches kept at a time, in bytes, unless a single image has more. */
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

  /** Output positions of one image: rows of its patch matrix. */
  long positions() {
    return y.dim(1) * y.dim(2);
  }

  /** Elements under the window: columns of the patch matrix. */
  long patch() {
    return (long) window.height() * window.width() * x.dim(3);
  }

  long filters() {
    return y.dim(3);
  }

  /** Images whose patches are made at a time. */
  long imagesAtATime() {
    long one = positions() * patch() * Float.BYTES;
    return Math.clamp(PATCH_BYTES / one, 1, images());
  }

  long patchBytes() {
    return imagesAtATime() * positions() * patch() * Float.BYTES;
  }

  /** Elements of one image. */
  long imageElements() {
    return x.elements() / images();
  }

  /** Elements of one filtered image. */
  long outputElements() {
    return y.elements() / images();
  }

  /** What the kernels are told after the number of images: sides, window, strides, padding. */
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
