package assay.cpu.simd;

/**
 * Packs blocks of a left operand A (m × k) that is never materialized: the im2col matrix of a
 * convolution, a sum, a converted tensor.
 *
 * <p>Called from several workers at once, for blocks in any order and repeatedly for the same block
 * (once for every group of columns of C), so it must be thread-safe and repeatable.
 */
@FunctionalInterface
public interface APacker {
  /**
   * Writes rows [row0, row0 + rows) and depths [k0, k0 + depth) of A, row-major without gaps:
   * element (row0 + i, k0 + p) goes to {@code dst[dstOffset + i * depth + p]}, 0 ≤ i &lt; rows, 0 ≤
   * p &lt; depth. The GEMM takes care of edge rows and alpha.
   *
   * @param dst a worker's scratch memory with arbitrary contents: every element of the block must
   *     be written
   */
  void packA(int row0, int rows, int k0, int depth, float[] dst, int dstOffset);
}
