package assay.cpu.simd;

/**
 * Delivers blocks of the right operand B (k × n) that exists nowhere as an array: the im2col matrix
 * of a convolution, a sum, a converted tensor.
 *
 * <p>Called from several workers at once, for blocks in any order and for one block more than once
 * (every group of rows of C asks again), so it must be thread-safe and repeatable.
 */
@FunctionalInterface
public interface BPacker {
  /**
   * Writes depths [k0, k0 + depth) and columns [col0, col0 + cols) of B in panels of W = {@link
   * SimdGemm#panelColumns()} columns. Panel q holds columns col0 + q·W … of all depths; within it
   * one depth follows the other, W floats each: element (k0 + p, col0 + q·W + j) goes to {@code
   * dst[dstOffset + q * W * depth + p * W + j]}, 0 ≤ j &lt; W, 0 ≤ p &lt; depth.
   *
   * <p>Where {@code cols} is no multiple of W the last panel keeps its stride W; its surplus
   * columns may be written or left alone, they reach no result.
   *
   * @param dst a worker's scratch memory; its old content is arbitrary, so every element of the
   *     block is written
   */
  void packB(int k0, int depth, int col0, int cols, float[] dst, int dstOffset);
}
