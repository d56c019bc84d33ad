package assay.cpu;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.TargetException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The arrays of a compiled program, row-major in the logical layout. An array may be longer than
 * its tensor; kernels rely on the tensor's shape.
 */
public final class Memory {
  private final Map<Tensor, Object> arrays;

  private Memory(Map<Tensor, Object> arrays) {
    this.arrays = arrays;
  }

  /**
   * Allocates what the stages need, zero-filled.
   *
   * @throws TargetException if a tensor does not fit an array or all together do not fit the heap
   */
  static Memory allocate(Program program, List<Stage> stages) {
    MemoryPlan plan = new MemoryPlan(program, stages);
    long heap = Runtime.getRuntime().maxMemory();
    if (plan.bytes() > heap) {
      throw tooLarge(program, plan, heap);
    }
    try {
      return new Memory(plan.allocate(program));
    } catch (OutOfMemoryError e) {
      TargetException failure = tooLarge(program, plan, heap);
      failure.initCause(e);
      throw failure;
    }
  }

  private static TargetException tooLarge(Program program, MemoryPlan plan, long heap) {
    return new TargetException(
        String.format(
            Locale.ROOT,
            "program %s needs %d bytes for its tensors; the heap has %d in all: give the JVM a larger -Xmx or use smaller shapes",
            program.name(),
            plan.bytes(),
            heap));
  }

  private Object array(Tensor tensor) {
    Object array = arrays.get(tensor);
    if (array == null) {
      throw new IllegalArgumentException(tensor + " has no memory of its own");
    }
    return array;
  }

  /** Number of elements of a tensor. */
  public static int length(Tensor tensor) {
    return Storage.length(tensor);
  }

  /** The array of a tensor, whatever its type. */
  public Object any(Tensor tensor) {
    return array(tensor);
  }

  /** Whether two tensors share an array. */
  @SuppressWarnings("ReferenceEquality") // Identity is the question.
  boolean shared(Tensor one, Tensor other) {
    return array(one) == array(other);
  }

  /** The array of an f32 tensor. */
  public float[] floats(Tensor tensor) {
    return (float[]) array(tensor);
  }

  /** The array of an f64 tensor. */
  public double[] doubles(Tensor tensor) {
    return (double[]) array(tensor);
  }

  /** The array of an s32 tensor. */
  public int[] ints(Tensor tensor) {
    return (int[]) array(tensor);
  }

  void write(HostTensor value) {
    Tensor tensor = value.tensor();
    MemorySegment.copy(
        value.data(), Storage.layout(tensor.type()), 0, array(tensor), 0, Storage.length(tensor));
  }

  void read(HostTensor value) {
    Tensor tensor = value.tensor();
    MemorySegment.copy(
        array(tensor), 0, value.data(), Storage.layout(tensor.type()), 0, Storage.length(tensor));
  }
}
