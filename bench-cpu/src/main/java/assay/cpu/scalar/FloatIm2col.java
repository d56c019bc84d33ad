package assay.cpu.scalar;

import assay.cpu.ConvShape;
import java.util.Arrays;

/**
 * The im2col matrix of an image batch, pixels × taps: row (n,p,q) holds the window at (p,q) of
 * image n, in the order (r,s,c), with zeros for padding. It is never materialized as a whole.
 */
final class FloatIm2col {
  private final float[] x;
  private final ConvShape g;

  FloatIm2col(float[] x, ConvShape shape) {
    this.x = x;
    this.g = shape;
  }

  /** Taps [tap, tap + taps) of one pixel to {@code to[at …]}. */
  void copy(int pixel, int tap, int taps, float[] to, int at) {
    int run = g.s() * g.c();
    int left = pixel % g.q() * g.strideW() - g.padW();
    int top = pixel / g.q() % g.p() * g.strideH() - g.padH();
    int image = pixel / (g.p() * g.q());
    int end = tap + taps;
    for (int from = tap; from < end; ) {
      int r = from / run;
      int to1 = Math.min(end, (r + 1) * run);
      row(image, top + r, left, from - r * run, to1 - r * run, to, at + from - tap);
      from = to1;
    }
  }

  /** Elements [from, to) of the window's row that lies on row {@code h}. */
  private void row(int image, int h, int left, int from, int to, float[] dst, int at) {
    int lo = Math.clamp(-(long) left * g.c(), from, to);
    int hi = Math.clamp((long) (g.w() - left) * g.c(), lo, to);
    if (h < 0 || h >= g.h()) {
      hi = lo;
    }
    Arrays.fill(dst, at, at + lo - from, 0);
    if (hi > lo) {
      System.arraycopy(
          x, ((image * g.h() + h) * g.w() + left) * g.c() + lo, dst, at + lo - from, hi - lo);
    }
    Arrays.fill(dst, at + hi - from, at + to - from, 0);
  }

  /** Adds taps [tap, tap + taps) of one pixel back to the image (col2im); padding is dropped. */
  void addBack(int pixel, int tap, int taps, float[] sums) {
    int run = g.s() * g.c();
    int left = pixel % g.q() * g.strideW() - g.padW();
    int top = pixel / g.q() % g.p() * g.strideH() - g.padH();
    int image = pixel / (g.p() * g.q());
    int end = tap + taps;
    for (int from = tap; from < end; ) {
      int r = from / run;
      int to = Math.min(end, (r + 1) * run);
      int h = top + r;
      if (h >= 0 && h < g.h()) {
        int lo = Math.clamp(-(long) left * g.c(), from - r * run, to - r * run);
        int hi = Math.clamp((long) (g.w() - left) * g.c(), lo, to - r * run);
        int base = ((image * g.h() + h) * g.w() + left) * g.c();
        for (int j = lo; j < hi; j++) {
          x[base + j] += sums[r * run + j - tap];
        }
      }
      from = to;
    }
  }
}
