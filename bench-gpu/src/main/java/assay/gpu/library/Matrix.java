package assay.gpu.library;

import assay.core.program.DataType;
import assay.core.program.Shape;
import assay.core.program.Tensor;

/**
 * A matrix, or a strided batch of them, in cuBLASLt's column-major order. A row-major tensor of r
 * rows and c columns is, read that way, its transpose: c rows, r columns, and a leading dimension
 * of c.
 *
 * @param rows extent of the contiguous dimension
 * @param columns the other extent
 * @param ld leading dimension: elements from one column to the next, at least {@code rows}
 * @param batch number of matrices
 * @param stride elements from one matrix to the next
 */
record Matrix(DataType type, long rows, long columns, long ld, long batch, long stride) {
  /** A row-major tensor of rank 2, or 3 with a batch, without gaps. */
  static Matrix of(Tensor tensor) {
    Shape shape = tensor.shape();
    long inner = shape.dim(-1);
    long outer = shape.dim(-2);
    long batch = shape.rank() == 3 ? shape.dim(0) : 1;
    return new Matrix(tensor.type(), inner, outer, inner, batch, inner * outer);
  }

  /** Rows and columns exchanged, without gaps. */
  Matrix transposed() {
    return new Matrix(type, columns, rows, columns, batch, stride);
  }

  /** The same bits, reinterpreted as another type of the same size. */
  Matrix as(DataType other) {
    if (other.bytes() != type.bytes()) {
      throw new IllegalArgumentException(type + " and " + other + " differ in size");
    }
    return new Matrix(other, rows, columns, ld, batch, stride);
  }

  /** Size in bytes. */
  long bytes() {
    return rows * columns * batch * type.bytes();
  }

  /** Its layout, destroyed with {@code owner}. */
  long layout(CublasLt lt, Owned owner) {
    CublasLtFunctions functions = lt.functions();
    int cudaType = CublasLtConstant.cudaType(type);
    long layout =
        owner.create(
            out -> functions.layoutCreate(out, cudaType, rows, columns, ld),
            functions::layoutDestroy);
    if (batch > 1) {
      CublasLt.set(
          functions::layoutSet,
          layout,
          CublasLtConstant.LAYOUT_BATCH_COUNT,
          Math.toIntExact(batch));
      CublasLt.set(
          functions::layoutSet, layout, CublasLtConstant.LAYOUT_STRIDED_BATCH_OFFSET, stride);
    }
    return layout;
  }
}
