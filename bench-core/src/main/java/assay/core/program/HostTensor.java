package assay.core.program;

import static assay.core.program.ProgramException.require;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The values of a tensor in host memory: row-major, without gaps, in the tensor's type and the
 * machine's byte order.
 *
 * @param data exactly {@link Tensor#bytes()} long
 */
public record HostTensor(Tensor tensor, MemorySegment data) {
  private static final long ALIGNMENT = 64;

  /**
   * @throws ProgramException if the segment's size is not the tensor's
   */
  public HostTensor {
    require(
        data.byteSize() == tensor.bytes(),
        "%s needs %d bytes; the memory given has %d",
        tensor,
        tensor.bytes(),
        data.byteSize());
  }

  /** Zero-filled, 64-byte aligned memory outside the heap, freed when no longer reachable. */
  public static HostTensor allocate(Tensor tensor) {
    return allocate(tensor, Arena.ofAuto());
  }

  /** Zero-filled, 64-byte aligned memory that lives as long as {@code arena}. */
  public static HostTensor allocate(Tensor tensor, Arena arena) {
    return new HostTensor(tensor, arena.allocate(tensor.bytes(), ALIGNMENT));
  }

  /** A tensor with these values, each rounded to the tensor's type. */
  public static HostTensor of(Tensor tensor, double... values) {
    require(
        values.length == tensor.elements(),
        "%s needs %d values; got %d",
        tensor,
        tensor.elements(),
        values.length);
    HostTensor result = allocate(tensor);
    for (int i = 0; i < values.length; i++) {
      result.set(i, values[i]);
    }
    return result;
  }

  /** Number of elements. */
  public long elements() {
    return tensor.elements();
  }

  /** Element {@code index} (row-major), exactly. */
  public double get(long index) {
    return switch (tensor.type()) {
      case F64 -> data.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
      case F32 -> data.getAtIndex(ValueLayout.JAVA_FLOAT, index);
      case BF16 -> FloatFormats.bf16ToFloat(data.getAtIndex(ValueLayout.JAVA_SHORT, index));
      case F16 -> Float.float16ToFloat(data.getAtIndex(ValueLayout.JAVA_SHORT, index));
      case F8E4M3 -> FloatFormats.f8e4m3ToFloat(data.get(ValueLayout.JAVA_BYTE, index));
      case S8 -> data.get(ValueLayout.JAVA_BYTE, index);
      case S32 -> data.getAtIndex(ValueLayout.JAVA_INT, index);
    };
  }

  /**
   * Sets element {@code index} to {@code value}, rounded to nearest with ties to even; f8e4m3 and
   * integers saturate.
   */
  public void set(long index, double value) {
    switch (tensor.type()) {
      case F64 -> data.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
      case F32 -> data.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
      case BF16 -> data.setAtIndex(ValueLayout.JAVA_SHORT, index, FloatFormats.doubleToBf16(value));
      case F16 -> data.setAtIndex(ValueLayout.JAVA_SHORT, index, FloatFormats.doubleToF16(value));
      case F8E4M3 -> data.set(ValueLayout.JAVA_BYTE, index, FloatFormats.doubleToF8e4m3(value));
      case S8 ->
          data.set(
              ValueLayout.JAVA_BYTE,
              index,
              (byte) Math.clamp((long) Math.rint(value), Byte.MIN_VALUE, Byte.MAX_VALUE));
      case S32 ->
          data.setAtIndex(
              ValueLayout.JAVA_INT,
              index,
              Math.clamp((long) Math.rint(value), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
  }

  /**
   * Fills the tensor with NaN (integers: their most negative value), so that an element that is not
   * written is detected.
   */
  public HostTensor poison() {
    if (tensor.type() == DataType.F32) {
      fillFloats(Float.NaN);
    } else {
      double poison = tensor.type().isFloating() ? Double.NaN : -Double.MAX_VALUE;
      for (long i = 0; i < elements(); i++) {
        set(i, poison);
      }
    }
    return this;
  }

  private void fillFloats(float value) {
    for (long i = 0; i < elements(); i++) {
      data.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
    }
  }

  /** All values, exactly. */
  public double[] toDoubles() {
    require(elements() <= Integer.MAX_VALUE - 8, "%s has too many elements for one array", tensor);
    double[] values = new double[(int) elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }
}
