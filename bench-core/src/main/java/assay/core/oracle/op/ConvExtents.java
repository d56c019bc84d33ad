package assay.core.oracle.op;

import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Convolution2d;

/** Extents of a convolution of x (N,H,W,C) with w (K,R,S,C) to y (N,P,Q,K) as array indices. */
record ConvExtents(int n, int h, int w, int c, int k, int r, int s, int p, int q, Window2d window) {

  /** The extents of a convolution in any direction. */
  static ConvExtents of(Convolution2d op) {
    Shape in = op.image().shape();
    Shape out = op.features().shape();
    return new ConvExtents(
        extent(in, 0),
        extent(in, 1),
        extent(in, 2),
        extent(in, 3),
        extent(out, 3),
        op.window().height(),
        op.window().width(),
        extent(out, 1),
        extent(out, 2),
        op.window());
  }

  /** The extents of pooling, with as many output as input channels. */
  static ConvExtents pooling(Tensor x, Tensor y, Window2d window) {
    Shape in = x.shape();
    Shape out = y.shape();
    return new ConvExtents(
        extent(in, 0),
        extent(in, 1),
        extent(in, 2),
        extent(in, 3),
        extent(in, 3),
        window.height(),
        window.width(),
        extent(out, 1),
        extent(out, 2),
        window);
  }

  private static int extent(Shape shape, int axis) {
    return Math.toIntExact(shape.dim(axis));
  }

  /** Number of weights of one filter. */
  int taps() {
    return r * s * c;
  }

  /** Row of x under tap (ri) of output row pi; may lie outside. */
  int rowAt(int pi, int ri) {
    return pi * window.strideH() + ri - window.padH();
  }

  /** Column of x under tap (si) of output column qi; may lie outside. */
  int columnAt(int qi, int si) {
    return qi * window.strideW() + si - window.padW();
  }

  /** Index in x of channel 0 under a tap (row-major in R×S), or -1 in the padding. */
  int inputAt(int ni, int pi, int qi, int tap) {
    int hi = rowAt(pi, tap / s);
    int wi = columnAt(qi, tap % s);
    return hi < 0 || hi >= h || wi < 0 || wi >= w ? -1 : ((ni * h + hi) * w + wi) * c;
  }

  /**
   * Output position (row-major in P×Q) whose tap lies on input row {@code hi} and column {@code
   * wi}, or -1 if there is none.
   */
  int outputAt(int hi, int wi, int tap) {
    int row = hi + window.padH() - tap / s;
    int column = wi + window.padW() - tap % s;
    if (row < 0 || column < 0 || row % window.strideH() != 0 || column % window.strideW() != 0) {
      return -1;
    }
    int pi = row / window.strideH();
    int qi = column / window.strideW();
    return pi < p && qi < q ? pi * q + qi : -1;
  }
}
