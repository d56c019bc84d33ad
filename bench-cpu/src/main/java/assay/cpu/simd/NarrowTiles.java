package assay.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of up to three vectors: for the last columns of a matrix, and all there is where
 * the processor has only 16 vector registers. See {@link Tile} for the parameters.
 */
final class NarrowTiles {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private NarrowTiles() {}

  /** 6 rows by 3 vectors. */
  static void tile6x3(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow,
      float alpha,
      float beta) {
    FloatVector c00 = FloatVector.zero(S);
    FloatVector c01 = FloatVector.zero(S);
    FloatVector c02 = FloatVector.zero(S);
    FloatVector c10 = FloatVector.zero(S);
    FloatVector c11 = FloatVector.zero(S);
    FloatVector c12 = FloatVector.zero(S);
    FloatVector c20 = FloatVector.zero(S);
    FloatVector c21 = FloatVector.zero(S);
    FloatVector c22 = FloatVector.zero(S);
    FloatVector c30 = FloatVector.zero(S);
    FloatVector c31 = FloatVector.zero(S);
    FloatVector c32 = FloatVector.zero(S);
    FloatVector c40 = FloatVector.zero(S);
    FloatVector c41 = FloatVector.zero(S);
    FloatVector c42 = FloatVector.zero(S);
    FloatVector c50 = FloatVector.zero(S);
    FloatVector c51 = FloatVector.zero(S);
    FloatVector c52 = FloatVector.zero(S);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * L);
      FloatVector a0 = FloatVector.broadcast(S, a[aAt]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(S, a[aAt + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(S, a[aAt + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(S, a[aAt + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      FloatVector a4 = FloatVector.broadcast(S, a[aAt + 4 * aRow]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      FloatVector a5 = FloatVector.broadcast(S, a[aAt + 5 * aRow]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      aAt += aStep;
      bAt += bStep;
    }
    FloatVector scale = FloatVector.broadcast(S, alpha);
    if (beta == 0) {
      Tile.store(c00, scale, c, cAt);
      Tile.store(c01, scale, c, cAt + L);
      Tile.store(c02, scale, c, cAt + 2 * L);
      Tile.store(c10, scale, c, cAt + cRow);
      Tile.store(c11, scale, c, cAt + cRow + L);
      Tile.store(c12, scale, c, cAt + cRow + 2 * L);
      Tile.store(c20, scale, c, cAt + 2 * cRow);
      Tile.store(c21, scale, c, cAt + 2 * cRow + L);
      Tile.store(c22, scale, c, cAt + 2 * cRow + 2 * L);
      Tile.store(c30, scale, c, cAt + 3 * cRow);
      Tile.store(c31, scale, c, cAt + 3 * cRow + L);
      Tile.store(c32, scale, c, cAt + 3 * cRow + 2 * L);
      Tile.store(c40, scale, c, cAt + 4 * cRow);
      Tile.store(c41, scale, c, cAt + 4 * cRow + L);
      Tile.store(c42, scale, c, cAt + 4 * cRow + 2 * L);
      Tile.store(c50, scale, c, cAt + 5 * cRow);
      Tile.store(c51, scale, c, cAt + 5 * cRow + L);
      Tile.store(c52, scale, c, cAt + 5 * cRow + 2 * L);
    } else {
      FloatVector keep = FloatVector.broadcast(S, beta);
      Tile.add(c00, scale, keep, c, cAt);
      Tile.add(c01, scale, keep, c, cAt + L);
      Tile.add(c02, scale, keep, c, cAt + 2 * L);
      Tile.add(c10, scale, keep, c, cAt + cRow);
      Tile.add(c11, scale, keep, c, cAt + cRow + L);
      Tile.add(c12, scale, keep, c, cAt + cRow + 2 * L);
      Tile.add(c20, scale, keep, c, cAt + 2 * cRow);
      Tile.add(c21, scale, keep, c, cAt + 2 * cRow + L);
      Tile.add(c22, scale, keep, c, cAt + 2 * cRow + 2 * L);
      Tile.add(c30, scale, keep, c, cAt + 3 * cRow);
      Tile.add(c31, scale, keep, c, cAt + 3 * cRow + L);
      Tile.add(c32, scale, keep, c, cAt + 3 * cRow + 2 * L);
      Tile.add(c40, scale, keep, c, cAt + 4 * cRow);
      Tile.add(c41, scale, keep, c, cAt + 4 * cRow + L);
      Tile.add(c42, scale, keep, c, cAt + 4 * cRow + 2 * L);
      Tile.add(c50, scale, keep, c, cAt + 5 * cRow);
      Tile.add(c51, scale, keep, c, cAt + 5 * cRow + L);
      Tile.add(c52, scale, keep, c, cAt + 5 * cRow + 2 * L);
    }
  }

  /** 6 rows by 2 vectors. */
  static void tile6x2(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow,
      float alpha,
      float beta) {
    FloatVector c00 = FloatVector.zero(S);
    FloatVector c01 = FloatVector.zero(S);
    FloatVector c10 = FloatVector.zero(S);
    FloatVector c11 = FloatVector.zero(S);
    FloatVector c20 = FloatVector.zero(S);
    FloatVector c21 = FloatVector.zero(S);
    FloatVector c30 = FloatVector.zero(S);
    FloatVector c31 = FloatVector.zero(S);
    FloatVector c40 = FloatVector.zero(S);
    FloatVector c41 = FloatVector.zero(S);
    FloatVector c50 = FloatVector.zero(S);
    FloatVector c51 = FloatVector.zero(S);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + L);
      FloatVector a0 = FloatVector.broadcast(S, a[aAt]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(S, a[aAt + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(S, a[aAt + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(S, a[aAt + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(S, a[aAt + 4 * aRow]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(S, a[aAt + 5 * aRow]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      aAt += aStep;
      bAt += bStep;
    }
    FloatVector scale = FloatVector.broadcast(S, alpha);
    if (beta == 0) {
      Tile.store(c00, scale, c, cAt);
      Tile.store(c01, scale, c, cAt + L);
      Tile.store(c10, scale, c, cAt + cRow);
      Tile.store(c11, scale, c, cAt + cRow + L);
      Tile.store(c20, scale, c, cAt + 2 * cRow);
      Tile.store(c21, scale, c, cAt + 2 * cRow + L);
      Tile.store(c30, scale, c, cAt + 3 * cRow);
      Tile.store(c31, scale, c, cAt + 3 * cRow + L);
      Tile.store(c40, scale, c, cAt + 4 * cRow);
      Tile.store(c41, scale, c, cAt + 4 * cRow + L);
      Tile.store(c50, scale, c, cAt + 5 * cRow);
      Tile.store(c51, scale, c, cAt + 5 * cRow + L);
    } else {
      FloatVector keep = FloatVector.broadcast(S, beta);
      Tile.add(c00, scale, keep, c, cAt);
      Tile.add(c01, scale, keep, c, cAt + L);
      Tile.add(c10, scale, keep, c, cAt + cRow);
      Tile.add(c11, scale, keep, c, cAt + cRow + L);
      Tile.add(c20, scale, keep, c, cAt + 2 * cRow);
      Tile.add(c21, scale, keep, c, cAt + 2 * cRow + L);
      Tile.add(c30, scale, keep, c, cAt + 3 * cRow);
      Tile.add(c31, scale, keep, c, cAt + 3 * cRow + L);
      Tile.add(c40, scale, keep, c, cAt + 4 * cRow);
      Tile.add(c41, scale, keep, c, cAt + 4 * cRow + L);
      Tile.add(c50, scale, keep, c, cAt + 5 * cRow);
      Tile.add(c51, scale, keep, c, cAt + 5 * cRow + L);
    }
  }

  /** 6 rows by 1 vectors. */
  static void tile6x1(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow,
      float alpha,
      float beta) {
    FloatVector c00 = FloatVector.zero(S);
    FloatVector c10 = FloatVector.zero(S);
    FloatVector c20 = FloatVector.zero(S);
    FloatVector c30 = FloatVector.zero(S);
    FloatVector c40 = FloatVector.zero(S);
    FloatVector c50 = FloatVector.zero(S);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector a0 = FloatVector.broadcast(S, a[aAt]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(S, a[aAt + aRow]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(S, a[aAt + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(S, a[aAt + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(S, a[aAt + 4 * aRow]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(S, a[aAt + 5 * aRow]);
      c50 = a5.fma(b0, c50);
      aAt += aStep;
      bAt += bStep;
    }
    FloatVector scale = FloatVector.broadcast(S, alpha);
    if (beta == 0) {
      Tile.store(c00, scale, c, cAt);
      Tile.store(c10, scale, c, cAt + cRow);
      Tile.store(c20, scale, c, cAt + 2 * cRow);
      Tile.store(c30, scale, c, cAt + 3 * cRow);
      Tile.store(c40, scale, c, cAt + 4 * cRow);
      Tile.store(c50, scale, c, cAt + 5 * cRow);
    } else {
      FloatVector keep = FloatVector.broadcast(S, beta);
      Tile.add(c00, scale, keep, c, cAt);
      Tile.add(c10, scale, keep, c, cAt + cRow);
      Tile.add(c20, scale, keep, c, cAt + 2 * cRow);
      Tile.add(c30, scale, keep, c, cAt + 3 * cRow);
      Tile.add(c40, scale, keep, c, cAt + 4 * cRow);
      Tile.add(c50, scale, keep, c, cAt + 5 * cRow);
    }
  }
}
