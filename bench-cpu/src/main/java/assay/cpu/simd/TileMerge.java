package assay.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** C ← alpha · T + beta · C for a finished tile T in scratch memory. */
final class TileMerge {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private TileMerge() {}

  /**
   * Merges the first {@code rows} × {@code cols} elements.
   *
   * @param tile rows of {@link Tile#NR} elements
   * @param beta when 0, C is not read
   * @param cRow from C's element (i, j) to (i + 1, j)
   * @param cColumn from C's element (i, j) to (i, j + 1)
   */
  static void merge(
      float[] tile,
      int rows,
      int cols,
      float alpha,
      float beta,
      float[] c,
      int cAt,
      int cRow,
      int cColumn) {
    for (int i = 0; i < rows; i++) {
      mergeRow(tile, i * Tile.NR, cols, alpha, beta, c, cAt + i * cRow, cColumn);
    }
  }

  /** {@code count} elements of C, {@code stride} apart: C ← alpha · T + beta · C. */
  static void mergeRow(
      float[] from, int at, int count, float alpha, float beta, float[] c, int cAt, int stride) {
    if (stride != 1) {
      strided(from, at, count, alpha, beta, c, cAt, stride);
    } else if (beta == 0) {
      scaled(from, at, count, alpha, c, cAt);
    } else {
      added(from, at, count, alpha, beta, c, cAt);
    }
  }

  private static void strided(
      float[] from, int at, int count, float alpha, float beta, float[] c, int cAt, int stride) {
    for (int j = 0; j < count; j++) {
      int to = cAt + j * stride;
      float sum = alpha * from[at + j];
      c[to] = beta == 0 ? sum : Math.fma(beta, c[to], sum);
    }
  }

  private static void scaled(float[] from, int at, int count, float alpha, float[] c, int cAt) {
    int j = 0;
    for (; j <= count - L; j += L) {
      FloatVector.fromArray(S, from, at + j).mul(alpha).intoArray(c, cAt + j);
    }
    for (; j < count; j++) {
      c[cAt + j] = alpha * from[at + j];
    }
  }

  private static void added(
      float[] from, int at, int count, float alpha, float beta, float[] c, int cAt) {
    int j = 0;
    for (; j <= count - L; j += L) {
      FloatVector sum = FloatVector.fromArray(S, from, at + j).mul(alpha);
      FloatVector.fromArray(S, c, cAt + j)
          .fma(FloatVector.broadcast(S, beta), sum)
          .intoArray(c, cAt + j);
    }
    for (; j < count; j++) {
      c[cAt + j] = Math.fma(beta, c[cAt + j], alpha * from[at + j]);
    }
  }
}
