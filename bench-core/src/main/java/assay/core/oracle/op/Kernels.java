package assay.core.oracle.op;

import java.util.stream.IntStream;

/** Plain float64 loops for matrix products and convolutions; rows run in parallel. */
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
          RowSum sum = new RowSum(rows, out, row * x.n(), x.n());
          for (int l = 0; l < x.k(); l++) {
            double factor = a[aBase + (x.transposeA() ? l * x.m() + i : i * x.k() + l)];
            sum.add(factor, (batch * x.k() + l) * x.n());
          }
          sum.finish();
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
            RowSum sum = new RowSum(taps, y, (row * g.q() + q) * g.k(), g.k());
            for (int tap = 0; tap < g.r() * g.s(); tap++) {
              int from = g.inputAt(row / g.p(), row % g.p(), q, tap);
              for (int c = 0; from >= 0 && c < g.c(); c++) {
                sum.add(x[from + c], (tap * g.c() + c) * g.k());
              }
            }
            sum.finish();
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
              if (to >= 0) {
                RowSum sum = new RowSum(w, dx, to, g.c());
                for (int k = 0; k < g.k(); k++) {
                  sum.add(dy[(n * g.p() * g.q() + at) * g.k() + k], k * g.taps() + tap * g.c());
                }
                sum.finish();
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
          RowSum sum = new RowSum(dy, taps, row * g.k(), g.k());
          for (int at = 0; at < g.n() * g.p() * g.q(); at++) {
            int position = at % (g.p() * g.q());
            int from = g.inputAt(at / (g.p() * g.q()), position / g.q(), position % g.q(), tap);
            if (from >= 0) {
              sum.add(x[from + c], at * g.k());
            }
          }
          sum.finish();
        });
    return transposed(taps, 1, g.taps(), g.k());
  }

  /**
   * Adds scaled rows to one row, four at a time, which saves most loads and stores of the sum; they
   * would otherwise take longer than the arithmetic.
   */
  private static final class RowSum {
    private final double[] from;
    private final double[] to;
    private final int toAt;
    private final int length;
    private final double[] factors = new double[4];
    private final int[] rows = new int[4];
    private int pending;

    RowSum(double[] from, double[] to, int toAt, int length) {
      this.from = from;
      this.to = to;
      this.toAt = toAt;
      this.length = length;
    }

    /** to[i] += factor·from[row + i]. */
    void add(double factor, int row) {
      factors[pending] = factor;
      rows[pending++] = row;
      if (pending == 4) {
        addFour();
      }
    }

    private void addFour() {
      double f0 = factors[0];
      double f1 = factors[1];
      double f2 = factors[2];
      double f3 = factors[3];
      int r0 = rows[0];
      int r1 = rows[1];
      int r2 = rows[2];
      int r3 = rows[3];
      for (int i = 0; i < length; i++) {
        to[toAt + i] +=
            f0 * from[r0 + i] + f1 * from[r1 + i] + f2 * from[r2 + i] + f3 * from[r3 + i];
      }
      pending = 0;
    }

    void finish() {
      for (int p = 0; p < pending; p++) {
        for (int i = 0; i < length; i++) {
          to[toAt + i] += factors[p] * from[rows[p] + i];
        }
      }
      pending = 0;
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
