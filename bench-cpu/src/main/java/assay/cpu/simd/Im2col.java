package assay.cpu.simd;

import assay.cpu.ConvShape;
import java.util.Arrays;

/**
 * Copies blocks of the im2col matrix, pixels × taps: row (n,p,q) holds the window at (p,q) of image
 * n, in the order (r,s,c), with zeros for padding.
 *
 * <p>If a window's row is long (many channels), a block is written pixel by pixel, otherwise tap by
 * tap, so that copies are long either way; the micro-kernels read both layouts.
 */
final class Im2col {
  /** A window's row of at least this many elements is copied on its own. */
  private static final int LONG_RUN = 16;

  private final float[] x;
  private final ConvShape g;
  private final boolean byTap;

  Im2col(float[] x, ConvShape shape) {
    this.x = x;
    this.g = shape;
    byTap = shape.s() * shape.c() < LONG_RUN;
  }

  /** Elements from one pixel to the next in a block of that many taps. */
  int pixelStride(int taps) {
    return byTap ? 1 : taps;
  }

  /** Elements from one tap to the next in a block of that many pixels. */
  int tapStride(int pixels) {
    return byTap ? TileLoop.roundUp(pixels, Tile.MR) : 1;
  }

  /** Size of a block in elements, including what tiles read beyond its edges. */
  static int room(int pixels, int taps) {
    return (pixels + Tile.MR) * (taps + Tile.MR);
  }

  /** Pixels [pixel, pixel + pixels), taps [tap, tap + taps) to the start of {@code to}. */
  void pack(int pixel, int pixels, int tap, int taps, float[] to) {
    if (byTap) {
      tapByTap(pixel, pixels, tap, taps, to);
      return;
    }
    int q = pixel % g.q();
    int p = pixel / g.q() % g.p();
    int n = pixel / (g.p() * g.q());
    for (int i = 0; i < pixels; i++) {
      pixel(n, p, q, tap, tap + taps, to, i * taps);
      if (++q == g.q()) {
        q = 0;
        if (++p == g.p()) {
          p = 0;
          n++;
        }
      }
    }
  }

  private void pixel(int n, int p, int q, int tap, int end, float[] to, int at) {
    int run = g.s() * g.c();
    int left = q * g.strideW() - g.padW();
    int lo = Math.clamp(-(long) left * g.c(), 0, run);
    int hi = Math.clamp((long) (g.w() - left) * g.c(), lo, run);
    for (int r = tap / run; r * run < end; r++) {
      int h = p * g.strideH() - g.padH() + r;
      int first = Math.max(tap - r * run, 0);
      int last = Math.min(end - r * run, run);
      int base = ((n * g.h() + h) * g.w() + left) * g.c();
      boolean inside = h >= 0 && h < g.h();
      copy(base, first, last, inside ? lo : run, inside ? hi : run, to, at + r * run - tap);
    }
  }

  /** Elements [first, last) of a window's row, of which [lo, hi) lie in the image. */
  private void copy(int base, int first, int last, int lo, int hi, float[] to, int at) {
    int from = Math.clamp(lo, first, last);
    int until = Math.clamp(hi, from, last);
    if (from > first) {
      Arrays.fill(to, at + first, at + from, 0);
    }
    if (until > from) {
      System.arraycopy(x, base + from, to, at + from, until - from);
    }
    if (last > until) {
      Arrays.fill(to, at + until, at + last, 0);
    }
  }

  private void tapByTap(int pixel, int pixels, int tap, int taps, float[] to) {
    int stride = tapStride(pixels);
    for (int done = 0; done < pixels; ) {
      int q = (pixel + done) % g.q();
      int row = (pixel + done) / g.q();
      int count = Math.min(g.q() - q, pixels - done);
      for (int t = 0; t < taps; t++) {
        tapRow(row / g.p(), row % g.p(), q, count, tap + t, to, t * stride + done);
      }
      done += count;
    }
  }

  /** One tap of {@code count} pixels side by side. */
  private void tapRow(int n, int p, int q, int count, int tap, float[] to, int at) {
    int c = tap % g.c();
    int s = tap / g.c() % g.s();
    int h = p * g.strideH() - g.padH() + tap / (g.c() * g.s());
    int left = q * g.strideW() - g.padW() + s;
    int first = Math.clamp((-left + g.strideW() - 1L) / g.strideW(), 0, count);
    if (left >= 0) {
      first = 0;
    }
    int last = Math.clamp((g.w() - left + g.strideW() - 1L) / g.strideW(), first, count);
    if (h < 0 || h >= g.h() || left >= g.w()) {
      last = first;
    }
    Arrays.fill(to, at, at + first, 0);
    int from = ((n * g.h() + h) * g.w() + left) * g.c() + c;
    int step = g.strideW() * g.c();
    if (step == 1) {
      if (last > first) {
        System.arraycopy(x, from + first, to, at + first, last - first);
      }
    } else {
      for (int i = first; i < last; i++) {
        to[at + i] = x[from + i * step];
      }
    }
    Arrays.fill(to, at + last, at + count, 0);
  }
}
