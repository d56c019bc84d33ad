package assay.cpu.simd;

/** The left operand of a product, op(A), m × k: a row-major array, or a packer. Immutable. */
public final class APanel extends Operand<APacker> {
  APanel(float[] data, int offset, int ld, boolean alongDepth) {
    super(data, offset, ld, alongDepth);
  }

  private APanel(APacker packer) {
    super(packer);
  }

  /**
   * A row-major array; it is not copied.
   *
   * @param data the elements
   * @param offset of element (0, 0)
   * @param ld leading dimension: elements from one stored row to the next
   * @param transposed false: the array holds A, m × k, ld ≥ k; true: it holds Aᵀ, k × m, ld ≥ m
   */
  public static APanel dense(float[] data, int offset, int ld, boolean transposed) {
    return new APanel(data, offset, ld, !transposed);
  }

  /** An operand that is packed on demand. */
  public static APanel packed(APacker packer) {
    return new APanel(packer);
  }

  /** The same array as the right operand of the transposed product. */
  BPanel flipped() {
    return new BPanel(data, offset, ld, alongDepth);
  }
}
