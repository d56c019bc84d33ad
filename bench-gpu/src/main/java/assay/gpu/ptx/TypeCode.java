package assay.gpu.ptx;

import assay.core.program.DataType;
import assay.core.program.Tensor;

/** Type codes passed to kernels: {@code enum Type} of {@code numbers.cuh}. */
final class TypeCode {
  private TypeCode() {}

  /** Whether kernels other than products support it. */
  static boolean arithmetic(DataType type) {
    return type == DataType.F32 || type == DataType.BF16 || type == DataType.F16;
  }

  static int of(Tensor tensor) {
    return switch (tensor.type()) {
      case F32 -> 0;
      case BF16 -> 1;
      case F16 -> 2;
      case S32 -> 3;
      case F64, F8E4M3, S8 -> throw new IllegalArgumentException("no kernel supports " + tensor);
    };
  }
}
