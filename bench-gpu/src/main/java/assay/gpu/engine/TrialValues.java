package assay.gpu.engine;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Values to try algorithms with: a device's speed depends on the bits it multiplies, and zeros
 * would flatter.
 */
final class TrialValues {
  /** A prime, so that rows of a matrix which repeats the values differ. */
  private static final long MOST = 1_048_573;

  private static final long SEED = 20_261_122;
  private static final int SPREAD = 127;

  private TrialValues() {}

  /**
   * For a tensor, to be repeated where it is larger: standard normal values, or integers of 8 bits.
   */
  static MemorySegment of(Tensor tensor) {
    Shape shape = Shape.of(Math.min(tensor.elements(), MOST));
    HostTensor values = HostTensor.allocate(new Tensor("values", shape, tensor.type()));
    Random random = new Random(SEED + tensor.elements());
    boolean integers = tensor.type() == DataType.S8 || tensor.type() == DataType.S32;
    for (long i = 0; i < values.elements(); i++) {
      values.set(i, integers ? random.nextInt(-SPREAD, SPREAD + 1) : random.nextGaussian());
    }
    return values.data();
  }
}
