package assay.cpu.simd;

import assay.cpu.Workers;
import java.util.Arrays;
import java.util.Objects;

/**
 * Single-precision matrix product on the Vector API, C ← alpha · op(A) · op(B) + beta · C,
 * row-major.
 *
 * <p>op(A) is m × k, op(B) is k × n, C is m × n. Operands are arrays with an offset and a leading
 * dimension, as they are or transposed, or {@linkplain APacker packers} that deliver blocks of a
 * matrix which is never materialized. The widest vectors of the processor are used; work is cut
 * into independent pieces of C, and along k where C is small, for the workers of a team.
 *
 * <p>Results are single-precision sums with fused multiply-adds, in an order that depends on shape
 * and worker count but not on timing: the same call on the same team gives the same bits.
 *
 * <p>An instance owns its buffers (about 0.8 MB per worker); a call allocates only if it needs more
 * partial sums along k, or a longer vector, than any call before. One call at a time, as for its
 * {@link Workers}.
 */
public final class SimdGemm {
  /**
   * Up to this many rows, a B with contiguous columns is used as the left operand of Cᵀ = Bᵀ·Aᵀ,
   * which needs no copy of it: for few rows, transposing B would cost as much as the product.
   */
  private static final int SWAP_ROWS = 128;

  private final Workers workers;
  private final Gemv gemv;
  private final BlockedGemm[] blocks;
  private float[] partials = new float[0];

  /**
   * Computes on a team, which the caller closes.
   *
   * @param workers the team to compute with
   */
  public SimdGemm(Workers workers) {
    this.workers = Objects.requireNonNull(workers, "workers");
    gemv = new Gemv(workers);
    blocks = new BlockedGemm[workers.count()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = new BlockedGemm();
    }
  }

  /** W, the columns of a panel of B as {@link BPacker} writes it, in elements. */
  public static int panelColumns() {
    return Tile.NR;
  }

  /**
   * {@link #multiply(int, int, int, float, APanel, BPanel, float, float[], int, int)} of arrays.
   */
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    multiply(
        m,
        n,
        k,
        alpha,
        APanel.dense(a, aOffset, lda, transposeA),
        BPanel.dense(b, bOffset, ldb, transposeB),
        beta,
        c,
        cOffset,
        ldc);
  }

  /**
   * C ← alpha · A · B + beta · C. Elements of {@code c} outside the m × n window are not touched. C
   * must not overlap an operand.
   *
   * @param m rows of A and C, ≥ 0
   * @param n columns of B and C, ≥ 0
   * @param k columns of A and rows of B, ≥ 0; with k = 0 or alpha = 0 the operands are not read
   * @param beta when 0, C is not read: it may hold NaN
   * @param c element (i, j) is {@code c[cOffset + i * ldc + j]}
   * @param ldc ≥ n
   * @throws IllegalArgumentException for a negative size or too small a leading dimension
   * @throws IndexOutOfBoundsException where an array is too short
   */
  public void multiply(
      int m,
      int n,
      int k,
      float alpha,
      APanel a,
      BPanel b,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    a.check("A", m, k);
    b.check("B", n, k);
    Shapes.checkMatrix("C", m, n, c.length, cOffset, ldc);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || alpha == 0) {
      scale(m, n, beta, c, cOffset, ldc);
      return;
    }
    boolean arrays = a.packer() == null && b.packer() == null;
    if (m == 1 && arrays) {
      gemv.multiply(k, n, alpha, a, b, beta, c, cOffset, 1);
    } else if (n == 1 && arrays) {
      gemv.multiply(k, m, alpha, b, a, beta, c, cOffset, ldc);
    } else if (arrays && b.stride() != 1 && m <= SWAP_ROWS && m < n) {
      blocked(n, m, k, alpha, b.flipped(), a.flipped(), beta, c, cOffset, 1, ldc);
    } else {
      blocked(m, n, k, alpha, a, b, beta, c, cOffset, ldc, 1);
    }
  }

  private void blocked(
      int m,
      int n,
      int k,
      float alpha,
      APanel a,
      BPanel b,
      float beta,
      float[] c,
      int cOffset,
      int cRow,
      int cColumn) {
    Tile.warmUp(m, n);
    Partition parts = Partition.of(m, n, k, workers.count());
    int rowParts = parts.rowParts();
    int pieces = rowParts * parts.columnParts();
    int depthParts = parts.depthParts();
    // Every part along k has a dense C of its own; they are added up afterwards.
    boolean summed = depthParts > 1;
    int size = m * n;
    if (summed && partials.length < size * depthParts) {
      partials = new float[size * depthParts];
    }
    float[] out = summed ? partials : c;
    workers.parallelFor(
        pieces * depthParts,
        (worker, piece) -> {
          int i = piece % rowParts;
          int j = piece % pieces / rowParts;
          int q = piece / pieces;
          blocks[worker]
              .of(a, b, alpha)
              .run(
                  parts.row(i),
                  parts.row(i + 1),
                  parts.column(j),
                  parts.column(j + 1),
                  BlockedGemm.split(0, k, depthParts, q),
                  BlockedGemm.split(0, k, depthParts, q + 1),
                  summed ? 0 : beta,
                  out,
                  summed ? q * size : cOffset,
                  summed ? n : cRow,
                  summed ? 1 : cColumn);
        });
    if (summed) {
      int stripes = Math.min(m, workers.count());
      workers.parallelFor(
          stripes,
          (worker, stripe) -> {
            int end = BlockedGemm.split(0, m, stripes, stripe + 1);
            for (int i = BlockedGemm.split(0, m, stripes, stripe); i < end; i++) {
              addPartials(i * n, n, size, depthParts, beta, c, cOffset + i * cRow, cColumn);
            }
          });
    }
  }

  private void addPartials(
      int at, int n, int size, int parts, float beta, float[] c, int cAt, int stride) {
    for (int q = 0; q < parts; q++) {
      float keep = q == 0 ? beta : 1;
      TileMerge.mergeRow(partials, q * size + at, n, 1, keep, c, cAt, stride);
    }
  }

  private static void scale(int m, int n, float beta, float[] c, int cOffset, int ldc) {
    for (int i = 0; i < m; i++) {
      int at = cOffset + i * ldc;
      if (beta == 0) {
        Arrays.fill(c, at, at + n, 0);
      } else {
        for (int j = 0; j < n; j++) {
          c[at + j] *= beta;
        }
      }
    }
  }
}
