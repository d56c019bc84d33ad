package assay.core.oracle;

import java.util.stream.IntStream;

/** Plain float64 loops for products of matrices and convolutions; rows run in parallel. */
final class Kernels {
  private Kernels() {}

  /** out (batch,m,n) = op(a)·op(b), summed over k in ascending order. */
  static double[] matMul(double[] a, double[] b, MatrixExtents x) {
    double[] rows = x.transposeB() ? transposed(b, x.batch(), x.n(), x.k()) : b;
    double[] out = new double[x.batch() * x.m() * x.n()];
    IntStream.range(0, x.batch() * x.m())
        .parallel()
        .forEach(row -> {
          int batch = row / x.m();
          int i = row % x.m();
          int aBase = batch * x.m() * x.k();
          for (int l = 0; l < x.k(); l++) {
            double factor = a[aBase + (x.transposeA() ? l * x.m() + i : i * x.k() + l)];
            addScaled(factor, rows, (batch * x.k() + l) * x.n(), out, row * x.n(), x.n());
          }
        });
    return out;
  }

  /** y (N,P,Q,K) from x (N,H,W,C) and w (K,R,S,C). */
  static double[] conv2d(double[] x, double[] w, ConvExtents g) {
    double[] taps = transposed(w, 1, g.k(), g.taps());
    double[] y = new double[g.n() * g.p() * g.q() * g.k()];
    IntStream.range(0, g.n() * g.p())
        .parallel()
        .forEach(row -> {
          for (int q = 0; q < g.q(); q++) {
            int to = (row * g.q() + q) * g.k();
            for (int tap = 0; tap < g.r() * g.s(); tap++) {
              int from = g.inputAt(row / g.p(), row % g.p(), q, tap);
              for (int c = 0; from >= 0 && c < g.c(); c++) {
                addScaled(x[from + c], taps, (tap * g.c() + c) * g.k(), y, to, g.k());
              }
            }
          }
        });
    return y;
  }

  /** dx (N,H,W,C) from dy (N,P,Q,K) and w (K,R,S,C). */
  static double[] backwardInput(double[] dy, double[] w, ConvExtents g) {
    double[] dx = new double[g.n() * g.h() * g.w() * g.c()];
    IntStream.range(0, g.n())
        .parallel()
        .forEach(n -> {
          for (int at = 0; at < g.p() * g.q(); at++) {
            for (int tap = 0; tap < g.r() * g.s(); tap++) {
              int to = g.inputAt(n, at / g.q(), at % g.q(), tap);
              for (int k = 0; to >= 0 && k < g.k(); k++) {
                double factor = dy[(n * g.p() * g.q() + at) * g.k() + k];
                addScaled(factor, w, k * g.taps() + tap * g.c(), dx, to, g.c());
              }
            }
          }
        });
    return dx;
  }

  /** dw (K,R,S,C) from x (N,H,W,C) and dy (N,P,Q,K). */
  static double[] backwardFilter(double[] x, double[] dy, ConvExtents g) {
    double[] taps = new double[g.taps() * g.k()];
    IntStream.range(0, g.taps())
        .parallel()
        .forEach(row -> {
          int tap = row / g.c();
          int c = row % g.c();
          for (int at = 0; at < g.n() * g.p() * g.q(); at++) {
            int position = at % (g.p() * g.q());
            int from = g.inputAt(at / (g.p() * g.q()), position / g.q(), position % g.q(), tap);
            if (from >= 0) {
              addScaled(x[from + c], dy, at * g.k(), taps, row * g.k(), g.k());
            }
          }
        });
    return transposed(taps, 1, g.taps(), g.k());
  }

  /** to[i] += factor·from[i]. */
  private static void addScaled(
      double factor, double[] from, int fromAt, double[] to, int toAt, int length) {
    for (int i = 0; i < length; i++) {
      to[toAt + i] += factor * from[fromAt + i];
    }
  }

  /** (batch,rows,columns) to (batch,columns,rows). */
  private static double[] transposed(double[] from, int batch, int rows, int columns) {
    double[] to = new double[from.length];
    for (int i = 0; i < batch * rows; i++) {
      int base = i / rows * rows * columns;
      for (int j = 0; j < columns; j++) {
        to[base + j * rows + i % rows] = from[i * columns + j];
      }
    }
    return to;
  }
}
