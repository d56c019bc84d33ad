package assay.cpu;

import assay.core.program.Shape;
import assay.core.program.Window2d;

/**
 * Extents of a convolution or of pooling, in elements: input N×H×W×C, output N×P×Q×K, window R×S.
 */
public record ConvShape(
    int n,
    int h,
    int w,
    int c,
    int p,
    int q,
    int k,
    int r,
    int s,
    int strideH,
    int strideW,
    int padH,
    int padW) {

  /**
   * From shapes that fit a Java array, so that no product of one tensor's extents overflows.
   *
   * @param x NHWC
   * @param y NPQK
   */
  public static ConvShape of(Shape x, Shape y, Window2d window) {
    return new ConvShape(
        (int) x.dim(0),
        (int) x.dim(1),
        (int) x.dim(2),
        (int) x.dim(3),
        (int) y.dim(1),
        (int) y.dim(2),
        (int) y.dim(3),
        window.height(),
        window.width(),
        window.strideH(),
        window.strideW(),
        window.padH(),
        window.padW());
  }

  /** Positions of the window over all images: rows of the im2col matrix. */
  public int pixels() {
    return n * p * q;
  }

  /** Elements under the window: columns of the im2col matrix. */
  public int taps() {
    return r * s * c;
  }

  /** Whether windows neither overlap nor leave gaps nor reach into padding. */
  public boolean tiles() {
    return strideH == r && strideW == s && padH == 0 && padW == 0;
  }
}
