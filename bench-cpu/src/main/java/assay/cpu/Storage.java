package assay.cpu;

import assay.core.program.DataType;
import assay.core.program.Tensor;
import assay.core.spi.TargetException;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** How elements of a type are stored in Java arrays. */
final class Storage {
  /** The longest array that HotSpot allocates. */
  static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private Storage() {}

  static Object allocate(DataType type, int elements) {
    return switch (type) {
      case F64 -> new double[elements];
      case F32 -> new float[elements];
      case S32 -> new int[elements];
      case BF16, F16 -> new short[elements];
      case F8E4M3, S8 -> new byte[elements];
    };
  }

  /** Layout of one element outside the heap, without any assumption about alignment. */
  static ValueLayout layout(DataType type) {
    return switch (type) {
      case F64 -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
      case F32 -> ValueLayout.JAVA_FLOAT_UNALIGNED;
      case S32 -> ValueLayout.JAVA_INT_UNALIGNED;
      case BF16, F16 -> ValueLayout.JAVA_SHORT_UNALIGNED;
      case F8E4M3, S8 -> ValueLayout.JAVA_BYTE;
    };
  }

  /**
   * Number of elements as an array length.
   *
   * @throws TargetException if no Java array is that long
   */
  static int length(Tensor tensor) {
    if (tensor.elements() > MAX_ELEMENTS) {
      throw new TargetException(
          String.format(
              Locale.ROOT,
              "%s needs %d bytes in one Java array, which holds at most %d elements (%d bytes of %s); use smaller shapes",
              tensor,
              tensor.bytes(),
              MAX_ELEMENTS,
              MAX_ELEMENTS * tensor.type().bytes(),
              tensor.type()));
    }
    return (int) tensor.elements();
  }
}
