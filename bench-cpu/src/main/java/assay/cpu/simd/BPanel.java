package assay.cpu.simd;

/** The right operand of a product, op(B), k × n: a row-major array, or a packer. Immutable. */
public final class BPanel extends Operand<BPacker> {
  BPanel(float[] data, int offset, int ld, boolean alongDepth) {
    super(data, offset, ld, alongDepth);
  }

  private BPanel(BPacker packer) {
    super(packer);
  }

  /**
   * A row-major array; it is not copied.
   *
   * @param data the elements
   * @param offset of element (0, 0)
   * @param ld leading dimension: elements from one stored row to the next
   * @param transposed false: the array holds B, k × n, ld ≥ n; true: it holds Bᵀ, n × k, ld ≥ k
   */
  public static BPanel dense(float[] data, int offset, int ld, boolean transposed) {
    return new BPanel(data, offset, ld, transposed);
  }

  /** An operand that is packed on demand. */
  public static BPanel packed(BPacker packer) {
    return new BPanel(packer);
  }

  /** The same array as the left operand of the transposed product. */
  APanel flipped() {
    return new APanel(data, offset, ld, alongDepth);
  }
}
