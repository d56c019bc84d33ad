package assay.gpu.library;

import assay.core.program.DataType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An operand of a product: used in place, or transposed into scratch memory before each product.
 * Only 8-bit operands are ever moved; whatever their type, they are moved as s8 with a factor of 1,
 * which keeps every bit.
 *
 * @param layout as the product reads it
 * @param transform {@code cublasLtMatrixTransformDesc_t}, 0 if it is not moved
 * @param from layout in memory, for the transform; 0 if it is not moved
 * @param to layout of the scratch memory, for the transform; 0 if it is not moved
 * @param scratch device address that it is moved to, 0 if it is not
 */
record Operand(
    long layout,
    long transform,
    long from,
    long to,
    long scratch,
    MemorySegment one,
    MemorySegment zero) {

  /**
   * Describes an operand.
   *
   * @param matrix as the product reads it
   * @param moved whether it is stored transposed to that
   */
  static Operand of(CublasLt lt, Owned owned, DeviceMemory memory, Matrix matrix, boolean moved) {
    long layout = matrix.layout(lt, owned);
    MemorySegment one = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, 1f);
    MemorySegment zero = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, 0f);
    if (!moved) {
      return new Operand(layout, 0, 0, 0, 0, one, zero);
    }
    Matrix bits = matrix.as(DataType.S8);
    long from = bits.transposed().layout(lt, owned);
    long to = bits.layout(lt, owned);
    CublasLtFunctions functions = lt.functions();
    int f32 = CublasLtConstant.cudaType(DataType.F32);
    long transform =
        owned.create(out -> functions.transformCreate(out, f32), functions::transformDestroy);
    CublasLt.set(
        functions::transformSet,
        transform,
        CublasLtConstant.TRANSFORM_TRANSA,
        CublasLtConstant.OP_T);
    long scratch = memory.allocate(bits.bytes());
    owned.add(() -> memory.free(scratch));
    return new Operand(layout, transform, from, to, scratch, one, zero);
  }

  /** Whether it is transposed before each product. */
  boolean isMoved() {
    return scratch != 0;
  }

  /** The address that the product reads. */
  long used(long address) {
    return isMoved() ? scratch : address;
  }

  /** Enqueues the transposition on the stream, if there is one. */
  void move(CublasLt lt, long stream, long address) {
    if (isMoved()) {
      lt.functions()
          .transform(lt.handle(), transform, one, address, from, zero, 0, 0, scratch, to, stream);
    }
  }
}
