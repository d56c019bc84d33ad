package assay.cpu.scalar;

import java.util.Arrays;

/**
 * One worker's matrix product in blocks, in plain loops.
 *
 * <p>The innermost loop runs along a row of the result, over arrays that all start at 0: C2 (JDK
 * 25) vectorises a loop only where it can see that its loads and stores cannot overlap, and it sees
 * that for {@code c[j] += a * b[j]} but not with different offsets into the arrays. Hence each row
 * of a block is an array of its own. Two rows of the result and four of the right operand share a
 * pass, which makes eight multiplications of six loads and two stores.
 */
final class DoubleProduct {
  static final int ROWS = 64;
  static final int DEPTH = 256;
  static final int COLUMNS = 512;

  private final double[] left = new double[ROWS * DEPTH];
  private final double[][] right = new double[DEPTH][COLUMNS];
  private final double[] even = new double[COLUMNS];
  private final double[] odd = new double[COLUMNS];

  /** A buffer set for each worker. */
  static DoubleProduct[] team(int workers) {
    DoubleProduct[] team = new DoubleProduct[workers];
    Arrays.setAll(team, i -> new DoubleProduct());
    return team;
  }

  /** Rows [i0, i1), columns [j0, j1), summed over depths [k0, k1). */
  void run(
      DoubleLeft a, DoubleRight b, DoubleSink c, int i0, int i1, int j0, int j1, int k0, int k1) {
    for (int k = k0; k < k1; k += DEPTH) {
      int depth = Math.min(DEPTH, k1 - k);
      for (int j = j0; j < j1; j += COLUMNS) {
        int columns = Math.min(COLUMNS, j1 - j);
        for (int p = 0; p < depth; p++) {
          b.row(k + p, j, columns, right[p]);
        }
        for (int i = i0; i < i1; i += ROWS) {
          int rows = Math.min(ROWS, i1 - i);
          a.pack(i, rows, k, depth, left);
          block(a.byDepth(), c, i, rows, j, columns, depth, k == k0);
        }
      }
    }
  }

  private void block(
      boolean byDepth,
      DoubleSink c,
      int i,
      int rows,
      int j,
      int columns,
      int depth,
      boolean first) {
    int rowStride = byDepth ? 1 : depth;
    int depthStride = byDepth ? rows : 1;
    for (int r = 0; r < rows; r += 2) {
      boolean two = r + 1 < rows;
      Arrays.fill(even, 0, columns, 0);
      Arrays.fill(odd, 0, columns, 0);
      twoRows(r * rowStride, (two ? r + 1 : r) * rowStride, depthStride, depth, columns);
      c.add(i + r, j, columns, even, first);
      if (two) {
        c.add(i + r + 1, j, columns, odd, first);
      }
    }
  }

  private void twoRows(int at0, int at1, int step, int depth, int columns) {
    int p = 0;
    for (; p + 4 <= depth; p += 4) {
      int x = at0 + p * step;
      int y = at1 + p * step;
      fourSteps(
          columns,
          left[x],
          left[x + step],
          left[x + 2 * step],
          left[x + 3 * step],
          left[y],
          left[y + step],
          left[y + 2 * step],
          left[y + 3 * step],
          right[p],
          right[p + 1],
          right[p + 2],
          right[p + 3],
          even,
          odd);
    }
    for (; p < depth; p++) {
      oneStep(columns, left[at0 + p * step], left[at1 + p * step], right[p], even, odd);
    }
  }

  private static void fourSteps(
      int columns,
      double x0,
      double x1,
      double x2,
      double x3,
      double y0,
      double y1,
      double y2,
      double y3,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] even,
      double[] odd) {
    for (int j = 0; j < columns; j++) {
      double v0 = b0[j];
      double v1 = b1[j];
      double v2 = b2[j];
      double v3 = b3[j];
      even[j] += x0 * v0 + x1 * v1 + x2 * v2 + x3 * v3;
      odd[j] += y0 * v0 + y1 * v1 + y2 * v2 + y3 * v3;
    }
  }

  private static void oneStep(
      int columns, double x, double y, double[] b, double[] even, double[] odd) {
    for (int j = 0; j < columns; j++) {
      even[j] += x * b[j];
      odd[j] += y * b[j];
    }
  }
}
