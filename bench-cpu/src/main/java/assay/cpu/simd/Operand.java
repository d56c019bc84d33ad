package assay.cpu.simd;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operand of a product: a row-major array, or blocks from a packer of type P. Immutable.
 *
 * <p>Element (i, p) is row i of A, or column i of B, at depth p.
 */
abstract sealed class Operand<P> permits APanel, BPanel {
  final float[] data;
  final int offset;
  final int ld;

  /** Whether the array is contiguous along the depth. */
  final boolean alongDepth;

  // Stored instead of derived from ld: packing reads them for every element, and a branch there
  // costs 10 %.
  private final int stride;
  private final int depthStride;
  private final @Nullable P packer;

  /** An array that is not copied, {@code ld} elements from one stored row to the next. */
  Operand(float[] data, int offset, int ld, boolean alongDepth) {
    this.data = Objects.requireNonNull(data, "data");
    this.offset = offset;
    this.ld = ld;
    this.alongDepth = alongDepth;
    stride = alongDepth ? ld : 1;
    depthStride = alongDepth ? 1 : ld;
    packer = null;
  }

  Operand(P packer) {
    data = new float[0];
    offset = 0;
    ld = 0;
    alongDepth = false;
    stride = 0;
    depthStride = 0;
    this.packer = Objects.requireNonNull(packer, "packer");
  }

  /** The packer, or null for an array. */
  final @Nullable P packer() {
    return packer;
  }

  /** From (i, p) to (i + 1, p). */
  final int stride() {
    return stride;
  }

  /** From (i, p) to (i, p + 1). */
  final int depthStride() {
    return depthStride;
  }

  /** Index of element (i, p) in the array. */
  final int at(int i, int p) {
    return offset + i * stride + p * depthStride;
  }

  /**
   * Rejects an array that is too small for {@code count} rows of A, or columns of B, of depth k.
   */
  final void check(String name, int count, int k) {
    if (packer == null) {
      int rows = alongDepth ? count : k;
      int columns = alongDepth ? k : count;
      Shapes.checkMatrix(name, rows, columns, data.length, offset, ld);
    }
  }
}
