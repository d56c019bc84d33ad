package assay.core.oracle;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;

/**
 * What a tensor must hold.
 *
 * @param values float64, row-major, one per element
 * @param bounds for each element the largest absolute difference a correct target may show; 0 where
 *     the value must be met exactly, infinite where the type's range ends
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never compared: copying would double memory.
public record ReferenceTensor(Tensor tensor, double[] values, double[] bounds) {
  /** Checks the lengths. */
  public ReferenceTensor {
    if (values.length != tensor.elements() || bounds.length != values.length) {
      throw new IllegalArgumentException(
          tensor + " needs " + tensor.elements() + " values and bounds; got " + values.length);
    }
  }

  /** Values that are known exactly, such as a program's inputs. */
  public static ReferenceTensor exact(Tensor tensor, double[] values) {
    return new ReferenceTensor(tensor, values, new double[values.length]);
  }

  /** Values that are known exactly, such as a program's inputs. */
  public static ReferenceTensor exact(HostTensor tensor) {
    return exact(tensor.tensor(), tensor.toDoubles());
  }

  /** Whether every bound is 0. */
  public boolean isExact() {
    for (double bound : bounds) {
      if (bound != 0) {
        return false;
      }
    }
    return true;
  }
}
