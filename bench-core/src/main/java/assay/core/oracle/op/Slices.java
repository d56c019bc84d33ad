package assay.core.oracle.op;

import assay.core.program.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads consecutive elements of large tensors in chunks. */
final class Slices {
  private Slices() {}

  /** Elements {@code from} to {@code from + count} as doubles in {@code into}, exactly. */
  static void read(HostTensor tensor, long from, int count, double[] into) {
    MemorySegment data = tensor.data();
    switch (tensor.tensor().type()) {
      case F32 -> {
        for (int i = 0; i < count; i++) {
          into[i] = data.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
        }
      }
      case F64 -> {
        for (int i = 0; i < count; i++) {
          into[i] = data.getAtIndex(ValueLayout.JAVA_DOUBLE, from + i);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          into[i] = tensor.get(from + i);
        }
      }
    }
  }

  /** A new array of these elements. */
  static double[] read(HostTensor tensor, long from, int count) {
    double[] into = new double[count];
    read(tensor, from, count, into);
    return into;
  }
}
