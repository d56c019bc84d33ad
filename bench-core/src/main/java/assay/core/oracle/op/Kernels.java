package assay.core.oracle.op;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Plain float64 loops for matrix products and convolutions, as fast as they get without being hard
 * to check: every element sums its products in ascending order. The second operand is split into
 * rows, which lie in arrays of their own so that the compiler can vectorize the addition of scaled
 * rows; a stretch of them is used for several sums while it is in the cache.
 */
final class Kernels {
  /** Sums that share stretches of rows. */
  private static final int SUMS = 64;

  /** Doubles in a stretch: 512 KiB. */
  private static final int STRETCH = 1 << 16;

  private Kernels() {}

  /** Adds scaled rows to one sum. */
  @FunctionalInterface
  private interface Terms {
    /**
     * Adds the terms {@code from} to {@code to} of a sum.
     *
     * @param index of the sum
     */
    void add(int index, int from, int to, RowSum sum);
  }

  /**
   * Sums of scaled rows, each as long as a row, one behind the other.
   *
   * @param count number of sums
   * @param terms number of terms in each
   */
  private static double[] sums(int count, int terms, double[][] rows, Terms each) {
    int length = rows[0].length;
    int stretch = Math.max(4, STRETCH / length / 4 * 4);
    double[] out = new double[count * length];
    IntStream.range(0, (count + SUMS - 1) / SUMS)
        .parallel()
        .forEach(block -> {
          int first = block * SUMS;
          RowSum[] sums = new RowSum[Math.min(SUMS, count - first)];
          Arrays.setAll(sums, _ -> new RowSum(rows, length));
          for (int from = 0; from < terms; from += stretch) {
            for (int i = 0; i < sums.length; i++) {
              each.add(first + i, from, Math.min(terms, from + stretch), sums[i]);
            }
          }
          for (int i = 0; i < sums.length; i++) {
            System.arraycopy(sums[i].finish(), 0, out, (first + i) * length, length);
          }
        });
    return out;
  }

  /** out (batch,m,n) = op(a)·op(b), summed over k in ascending order. */
  static double[] matMul(double[] a, double[] b, MatrixExtents x) {
    double[][] rows =
        rows(x.transposeB() ? transposed(b, x.batch(), x.n(), x.k()) : b, x.batch() * x.k());
    int step = x.transposeA() ? x.m() : 1;
    return sums(
        x.batch() * x.m(),
        x.k(),
        rows,
        (index, from, to, sum) -> {
          int batch = index / x.m();
          int i = index % x.m();
          int base = batch * x.m() * x.k() + (x.transposeA() ? i : i * x.k());
          for (int l = from; l < to; l++) {
            sum.add(a[base + l * step], batch * x.k() + l);
          }
        });
  }

  /** y (N,P,Q,K) from x (N,H,W,C) and w (K,R,S,C). */
  static double[] conv2d(double[] x, double[] w, ConvExtents g) {
    double[][] taps = rows(transposed(w, 1, g.k(), g.taps()), g.taps());
    return sums(
        g.n() * g.p() * g.q(),
        g.r() * g.s(),
        taps,
        (index, first, last, sum) -> {
          int row = index / g.q();
          for (int tap = first; tap < last; tap++) {
            int from = g.inputAt(row / g.p(), row % g.p(), index % g.q(), tap);
            for (int c = 0; from >= 0 && c < g.c(); c++) {
              sum.add(x[from + c], tap * g.c() + c);
            }
          }
        });
  }

  /** dx (N,H,W,C) from dy (N,P,Q,K) and w (K,R,S,C). */
  static double[] backwardInput(double[] dy, double[] w, ConvExtents g) {
    double[][] filters = rows(w, g.k() * g.r() * g.s());
    return sums(
        g.n() * g.h() * g.w(),
        g.r() * g.s(),
        filters,
        (index, first, last, sum) -> {
          int n = index / (g.h() * g.w());
          int at = index % (g.h() * g.w());
          for (int tap = first; tap < last; tap++) {
            int from = g.outputAt(at / g.w(), at % g.w(), tap);
            for (int k = 0; from >= 0 && k < g.k(); k++) {
              sum.add(dy[(n * g.p() * g.q() + from) * g.k() + k], k * g.r() * g.s() + tap);
            }
          }
        });
  }

  /** dw (K,R,S,C) from x (N,H,W,C) and dy (N,P,Q,K). */
  static double[] backwardFilter(double[] x, double[] dy, ConvExtents g) {
    int positions = g.p() * g.q();
    double[] taps =
        sums(
            g.taps(),
            g.n() * positions,
            rows(dy, g.n() * positions),
            (index, first, last, sum) -> {
              int tap = index / g.c();
              int c = index % g.c();
              for (int at = first; at < last; at++) {
                int position = at % positions;
                int from = g.inputAt(at / positions, position / g.q(), position % g.q(), tap);
                if (from >= 0) {
                  sum.add(x[from + c], at);
                }
              }
            });
    return transposed(taps, 1, g.taps(), g.k());
  }

  /**
   * Adds scaled rows to one row, four at a time, which saves most loads and stores of the sum; they
   * would otherwise take longer than the arithmetic.
   */
  private static final class RowSum {
    private final double[][] rows;
    private final double[] sum;
    private double f0;
    private double f1;
    private double f2;
    private int r0;
    private int r1;
    private int r2;
    private int pending;

    RowSum(double[][] rows, int length) {
      this.rows = rows;
      this.sum = new double[length];
    }

    /** sum += factor·rows[row]. */
    void add(double factor, int row) {
      switch (pending++) {
        case 0 -> {
          f0 = factor;
          r0 = row;
        }
        case 1 -> {
          f1 = factor;
          r1 = row;
        }
        case 2 -> {
          f2 = factor;
          r2 = row;
        }
        default -> {
          add(sum, f0, rows[r0], f1, rows[r1], f2, rows[r2], factor, rows[row]);
          pending = 0;
        }
      }
    }

    private static void add(
        double[] sum,
        double f0,
        double[] a,
        double f1,
        double[] b,
        double f2,
        double[] c,
        double f3,
        double[] d) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += f0 * a[i] + f1 * b[i] + f2 * c[i] + f3 * d[i];
      }
    }

    private void add(double factor, double[] row) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * row[i];
      }
    }

    /** The sum, with what is pending. */
    double[] finish() {
      if (pending > 0) {
        add(f0, rows[r0]);
      }
      if (pending > 1) {
        add(f1, rows[r1]);
      }
      if (pending > 2) {
        add(f2, rows[r2]);
      }
      pending = 0;
      return sum;
    }
  }

  private static double[][] rows(double[] from, int count) {
    int length = from.length / count;
    double[][] rows = new double[count][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(from, i * length, (i + 1) * length));
    return rows;
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
