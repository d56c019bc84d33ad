package assay.core.oracle;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;

/**
 * The expected values of a tensor.
 *
 * @param values float64, row-major, one per element
 * @param bounds for each element the largest absolute error of a correct target; 0 if the value
 *     must be exact, infinite beyond the type's range
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never compared: copying would double memory.
public record ReferenceTensor(Tensor tensor, double[] values, double[] bounds) {
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
