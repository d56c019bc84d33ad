package assay.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs blocks of arrays into the panels that the micro-kernels read. */
final class Packing {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;
  private static final int W = Tile.NR;

  private Packing() {}

  /** Copies rows of A unchanged: element (i, p) to {@code dst[at + i * depth + p]}. */
  static void rows(APanel a, int row0, int rows, int k0, int depth, float[] dst, int at) {
    if (a.packer() != null) {
      a.packer().packA(row0, rows, k0, depth, dst, at);
      return;
    }
    for (int i = 0; i < rows; i++) {
      int from = a.at(row0 + i, k0);
      if (a.depthStride() == 1) {
        System.arraycopy(a.data, from, dst, at + i * depth, depth);
      } else {
        for (int p = 0; p < depth; p++) {
          dst[at + i * depth + p] = a.data[from + p * a.depthStride()];
        }
      }
    }
  }

  /** From one panel of {@link #transposedRows} to the next, in elements. */
  static int transposedPanel(int depth) {
    return depth * Tile.MR + L;
  }

  /**
   * Rows of a transposed A in panels of {@link Tile#MR}: element (6 q + r, p) to {@code dst[at + q
   * * transposedPanel(depth) + p * 6 + r]}. Surplus rows of the last panel have undefined contents.
   *
   * <p>A whole vector is stored for six elements, and the next depth overwrites the surplus; after
   * the last depth of a panel the surplus goes to the slack.
   */
  static void transposedRows(APanel a, int row0, int rows, int k0, int depth, float[] dst, int at) {
    float[] data = a.data;
    int panel = transposedPanel(depth);
    for (int p = 0; p < depth; p++) {
      int from = a.at(row0, k0 + p);
      int to = at + p * Tile.MR;
      if (from + rows + 2 * L <= data.length) {
        for (int i = 0; i < rows; i += Tile.MR, to += panel) {
          sixFloats(data, from + i, dst, to);
        }
      } else {
        for (int i = 0; i < rows; i++) {
          dst[to + i / Tile.MR * panel + i % Tile.MR] = data[from + i];
        }
      }
    }
  }

  private static void sixFloats(float[] from, int at, float[] to, int toAt) {
    FloatVector.fromArray(S, from, at).intoArray(to, toAt);
    if (L < Tile.MR) {
      FloatVector.fromArray(S, from, at + L).intoArray(to, toAt + L);
    }
  }

  /** Packs B into the panels that {@link BPacker} describes. */
  static void columns(BPanel b, int k0, int depth, int col0, int cols, float[] dst, int at) {
    if (b.packer() != null) {
      b.packer().packB(k0, depth, col0, cols, dst, at);
    } else if (b.stride() == 1) {
      straight(b, k0, depth, col0, cols, dst, at);
    } else {
      transposed(b, k0, depth, col0, cols, dst, at);
    }
  }

  private static void straight(
      BPanel b, int k0, int depth, int col0, int cols, float[] dst, int at) {
    int whole = cols - cols % W;
    for (int p = 0; p < depth; p++) {
      int from = b.at(col0, k0 + p);
      int to = at + p * W;
      for (int j = 0; j < whole; j += W, to += W * depth) {
        panelRow(b.data, from + j, dst, to);
      }
      for (int j = whole; j < cols; j++) {
        dst[to + j - whole] = b.data[from + j];
      }
    }
  }

  private static void panelRow(float[] from, int at, float[] to, int toAt) {
    for (int v = 0; v < W; v += L) {
      FloatVector.fromArray(S, from, at + v).intoArray(to, toAt + v);
    }
  }

  private static void transposed(
      BPanel b, int k0, int depth, int col0, int cols, float[] dst, int at) {
    for (int j0 = 0; j0 < cols; j0 += W) {
      int width = Math.min(W, cols - j0);
      for (int j = 0; j < width; j += L) {
        int lanes = Math.min(L, width - j);
        transposedStrip(b, k0, depth, col0 + j0 + j, lanes, dst, at + j0 * depth + j);
      }
    }
  }

  /** One vector's width of columns: reads {@code lanes} runs along the depth side by side. */
  private static void transposedStrip(
      BPanel b, int k0, int depth, int col, int lanes, float[] dst, int at) {
    float[] data = b.data;
    for (int j = 0; j < lanes; j++) {
      int from = b.at(col + j, k0);
      for (int p = 0; p < depth; p++) {
        dst[at + j + p * W] = data[from + p];
      }
    }
  }
}
