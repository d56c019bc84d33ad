package assay.cpu.simd;

/**
 * Delivers blocks of the left operand A (m × k) that exists nowhere as an array: the im2col matrix
 * of a convolution, a sum, a converted tensor.
 *
 * <p>Called from several workers at once, for blocks in any order and for one block more than once
 * (every group of columns of C asks again), so it must be thread-safe and repeatable.
 */
@FunctionalInterface
public interface APacker {
  /**
   * Writes rows [row0, row0 + rows) and depths [k0, k0 + depth) of A, row-major without gaps:
   * element (row0 + i, k0 + p) goes to {@code dst[dstOffset + i * depth + p]}, 0 ≤ i &lt; rows, 0 ≤
   * p &lt; depth. Ragged rows and alpha are the GEMM's business.
   *
   * @param dst a worker's scratch memory; its old content is arbitrary, so every element of the
   *     block is written
   */
  void packA(int row0, int rows, int k0, int depth, float[] dst, int dstOffset);
}
