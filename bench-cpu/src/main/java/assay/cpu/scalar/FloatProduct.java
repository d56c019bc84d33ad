package assay.cpu.scalar;

import assay.cpu.Memory;
import assay.cpu.Workers;
import java.util.Arrays;

/**
 * One worker's blocked matrix product in plain loops.
 *
 * <p>The innermost loop runs along a row of the result, over arrays that all start at 0: C2 (JDK
 * 25) vectorizes a loop only if it can prove that its loads and stores do not overlap, which it can
 * for {@code c[j] += a * b[j]} but not with different offsets into the arrays. Hence each row of a
 * block is an array of its own. Each pass covers two rows of the result and four of B: eight
 * multiplications for six loads and two stores.
 */
final class FloatProduct {
  /** Block sizes, named as in BLIS. */
  static final int MC = 64;

  static final int KC = 256;
  static final int NC = 512;

  private final float[] aPanel = new float[MC * KC];
  private final float[][] bPanel = new float[KC][NC];
  private final float[] even = new float[NC];
  private final float[] odd = new float[NC];

  /** A buffer set for each worker. */
  static FloatProduct[] team(Memory memory, Workers workers) {
    return memory.buffers(() -> {
      FloatProduct[] team = new FloatProduct[workers.count()];
      Arrays.setAll(team, i -> new FloatProduct());
      return team;
    });
  }

  /** Rows [i0, i1), columns [j0, j1), summed over depths [k0, k1). */
  void run(
      FloatAPanel a, FloatBPanel b, FloatSink c, int i0, int i1, int j0, int j1, int k0, int k1) {
    for (int k = k0; k < k1; k += KC) {
      int depth = Math.min(KC, k1 - k);
      for (int j = j0; j < j1; j += NC) {
        int columns = Math.min(NC, j1 - j);
        for (int p = 0; p < depth; p++) {
          b.row(k + p, j, columns, bPanel[p]);
        }
        for (int i = i0; i < i1; i += MC) {
          int rows = Math.min(MC, i1 - i);
          a.pack(i, rows, k, depth, aPanel);
          block(a.byDepth(), c, i, rows, j, columns, depth, k == k0);
        }
      }
    }
  }

  private void block(
      boolean byDepth, FloatSink c, int i, int rows, int j, int columns, int depth, boolean first) {
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
          aPanel[x],
          aPanel[x + step],
          aPanel[x + 2 * step],
          aPanel[x + 3 * step],
          aPanel[y],
          aPanel[y + step],
          aPanel[y + 2 * step],
          aPanel[y + 3 * step],
          bPanel[p],
          bPanel[p + 1],
          bPanel[p + 2],
          bPanel[p + 3],
          even,
          odd);
    }
    for (; p < depth; p++) {
      oneStep(columns, aPanel[at0 + p * step], aPanel[at1 + p * step], bPanel[p], even, odd);
    }
  }

  private static void fourSteps(
      int columns,
      float x0,
      float x1,
      float x2,
      float x3,
      float y0,
      float y1,
      float y2,
      float y3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] even,
      float[] odd) {
    for (int j = 0; j < columns; j++) {
      float v0 = b0[j];
      float v1 = b1[j];
      float v2 = b2[j];
      float v3 = b3[j];
      even[j] += x0 * v0 + x1 * v1 + x2 * v2 + x3 * v3;
      odd[j] += y0 * v0 + y1 * v1 + y2 * v2 + y3 * v3;
    }
  }

  private static void oneStep(int columns, float x, float y, float[] b, float[] even, float[] odd) {
    for (int j = 0; j < columns; j++) {
      even[j] += x * b[j];
      odd[j] += y * b[j];
    }
  }
}
