package assay.cpu.simd;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The right operand of a product, op(B), k × n: a row-major array, or a packer. Immutable. */
public final class BPanel {
  private static final float[] NONE = {};

  private final float[] data;
  private final int offset;
  private final int depthStride;
  private final int columnStride;
  private final boolean transposed;
  private final @Nullable BPacker packer;

  private BPanel(
      float[] data,
      int offset,
      int depthStride,
      int columnStride,
      boolean transposed,
      @Nullable BPacker packer) {
    this.data = data;
    this.offset = offset;
    this.depthStride = depthStride;
    this.columnStride = columnStride;
    this.transposed = transposed;
    this.packer = packer;
  }

  /**
   * A row-major array; it is not copied.
   *
   * @param data the elements
   * @param offset where element (0, 0) is
   * @param ld elements from one stored row to the next
   * @param transposed false: the array holds B, k × n, ld ≥ n; true: it holds Bᵀ, n × k, ld ≥ k
   */
  public static BPanel dense(float[] data, int offset, int ld, boolean transposed) {
    Objects.requireNonNull(data, "data");
    return new BPanel(data, offset, transposed ? 1 : ld, transposed ? ld : 1, transposed, null);
  }

  /** Blocks on demand. */
  public static BPanel packed(BPacker packer) {
    return new BPanel(NONE, 0, 0, 0, false, Objects.requireNonNull(packer, "packer"));
  }

  /** The elements; empty under a packer. */
  float[] data() {
    return data;
  }

  /** From (p, j) to (p + 1, j). */
  int depthStride() {
    return depthStride;
  }

  /** From (p, j) to (p, j + 1). */
  int columnStride() {
    return columnStride;
  }

  @Nullable BPacker packer() {
    return packer;
  }

  /** Where element (depth, column) is in {@link #data}. */
  int at(int depth, int column) {
    return offset + depth * depthStride + column * columnStride;
  }

  /** Whether each column of B lies contiguously, along k. */
  boolean runsAlongDepth() {
    return packer == null && columnStride != 1;
  }

  /** The same array as the other operand of the transposed product. */
  APanel flipped() {
    return APanel.dense(data, offset, transposed ? columnStride : depthStride, !transposed);
  }

  /** Refuses an array too small for k × n. */
  void check(int k, int n) {
    if (packer == null) {
      Shapes.checkMatrix(
          "B",
          transposed ? n : k,
          transposed ? k : n,
          data.length,
          offset,
          transposed ? columnStride : depthStride);
    }
  }
}
