package assay.cpu.simd;

/**
 * Packs blocks of a right operand B (k × n) that is never materialized: the im2col matrix of a
 * convolution, a sum, a converted tensor.
 *
 * <p>Called from several workers at once, for blocks in any order and repeatedly for the same block
 * (once for every group of rows of C), so it must be thread-safe and repeatable.
 */
@FunctionalInterface
public interface BPacker {
  /**
   * Writes depths [k0, k0 + depth) and columns [col0, col0 + cols) of B in panels of W = {@link
   * SimdGemm#panelColumns()} columns. Panel q holds columns col0 + q·W … of all depths; within a
   * panel, depths follow one another, W floats each: element (k0 + p, col0 + q·W + j) goes to
   * {@code dst[dstOffset + q * W * depth + p * W + j]}, 0 ≤ j &lt; W, 0 ≤ p &lt; depth.
   *
   * <p>If {@code cols} is not a multiple of W, the last panel still has stride W; its surplus
   * columns may hold anything, they do not reach the result.
   *
   * @param dst a worker's scratch memory with arbitrary contents: every element of the block must
   *     be written
   */
  void packB(int k0, int depth, int col0, int cols, float[] dst, int dstOffset);
}
