package assay.gpu.engine;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Values for trying algorithms: a device's speed depends on the bits it multiplies, and zeros would
 * be too fast.
 */
final class TrialValues {
  /** A prime, so that the rows of a matrix that repeats the values differ. */
  private static final long MAX_ELEMENTS = 1_048_573;

  private static final long SEED = 20_261_122;
  private static final int SPREAD = 127;

  private TrialValues() {}

  /** For a tensor, repeated if it is larger: standard normal values, or 8-bit integers. */
  static MemorySegment of(Tensor tensor) {
    Shape shape = Shape.of(Math.min(tensor.elements(), MAX_ELEMENTS));
    HostTensor values = HostTensor.allocate(new Tensor("values", shape, tensor.type()));
    Random random = new Random(SEED + tensor.elements());
    boolean integers = tensor.type() == DataType.S8 || tensor.type() == DataType.S32;
    for (long i = 0; i < values.elements(); i++) {
      values.set(i, integers ? random.nextInt(-SPREAD, SPREAD + 1) : random.nextGaussian());
    }
    return values.data();
  }
}
