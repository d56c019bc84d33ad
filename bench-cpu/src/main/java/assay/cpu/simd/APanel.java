package assay.cpu.simd;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The left operand of a product, op(A), m × k: a row-major array, or a packer. Immutable. */
public final class APanel {
  private static final float[] NONE = {};

  private final float[] data;
  private final int offset;
  private final int rowStride;
  private final int depthStride;
  private final boolean transposed;
  private final @Nullable APacker packer;

  private APanel(
      float[] data,
      int offset,
      int rowStride,
      int depthStride,
      boolean transposed,
      @Nullable APacker packer) {
    this.data = data;
    this.offset = offset;
    this.rowStride = rowStride;
    this.depthStride = depthStride;
    this.transposed = transposed;
    this.packer = packer;
  }

  /**
   * A row-major array; it is not copied.
   *
   * @param data the elements
   * @param offset where element (0, 0) is
   * @param ld elements from one stored row to the next
   * @param transposed false: the array holds A, m × k, ld ≥ k; true: it holds Aᵀ, k × m, ld ≥ m
   */
  public static APanel dense(float[] data, int offset, int ld, boolean transposed) {
    Objects.requireNonNull(data, "data");
    return new APanel(data, offset, transposed ? 1 : ld, transposed ? ld : 1, transposed, null);
  }

  /** Blocks on demand. */
  public static APanel packed(APacker packer) {
    return new APanel(NONE, 0, 0, 0, false, Objects.requireNonNull(packer, "packer"));
  }

  /** The elements; empty under a packer. */
  float[] data() {
    return data;
  }

  /** From (i, p) to (i + 1, p). */
  int rowStride() {
    return rowStride;
  }

  /** From (i, p) to (i, p + 1). */
  int depthStride() {
    return depthStride;
  }

  @Nullable APacker packer() {
    return packer;
  }

  /** Where element (row, depth) is in {@link #data}. */
  int at(int row, int depth) {
    return offset + row * rowStride + depth * depthStride;
  }

  /** The same array as the other operand of the transposed product. */
  BPanel flipped() {
    return BPanel.dense(data, offset, transposed ? depthStride : rowStride, !transposed);
  }

  /** Refuses an array too small for m × k. */
  void check(int m, int k) {
    if (packer == null) {
      Shapes.checkMatrix(
          "A",
          transposed ? k : m,
          transposed ? m : k,
          data.length,
          offset,
          transposed ? depthStride : rowStride);
    }
  }
}
