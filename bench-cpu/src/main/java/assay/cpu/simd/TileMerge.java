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
   * @param tile rows of {@link Tile#COLUMNS} elements
   * @param beta when 0, C is not read
   */
  static void merge(
      float[] tile, int rows, int cols, float alpha, float beta, float[] c, int cAt, int ldc) {
    for (int i = 0; i < rows; i++) {
      mergeRow(tile, i * Tile.COLUMNS, cols, alpha, beta, c, cAt + i * ldc);
    }
  }

  /** {@code count} elements of C ← alpha · T + beta · C. */
  static void mergeRow(
      float[] from, int at, int count, float alpha, float beta, float[] c, int cAt) {
    if (beta == 0) {
      scaled(from, at, count, alpha, c, cAt);
    } else {
      added(from, at, count, alpha, beta, c, cAt);
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
