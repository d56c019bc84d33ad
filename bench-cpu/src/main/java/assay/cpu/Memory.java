package assay.cpu;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.TargetException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The arrays of a compiled program with one of its sets of inputs, row-major in the logical layout.
 * An array may be longer than its tensor; kernels rely on the tensor's shape.
 *
 * <p>Kernels are bound once for each set, so that they find their arrays in final fields. Only the
 * arrays of inputs differ between the sets.
 */
public final class Memory {
  private final Map<Tensor, Object> arrays;
  private final List<Object> shared;
  private int next;

  private Memory(Map<Tensor, Object> arrays, List<Object> shared) {
    this.arrays = arrays;
    this.shared = shared;
  }

  /**
   * Allocates what the stages need, zero-filled.
   *
   * @param inputSets number of sets
   * @return one for each set
   * @throws TargetException if a tensor does not fit an array or all together do not fit the heap
   */
  static List<Memory> allocate(Program program, List<Stage> stages, int inputSets) {
    MemoryPlan plan = new MemoryPlan(program, stages, inputSets);
    long heap = Runtime.getRuntime().maxMemory();
    if (plan.bytes(program) > heap) {
      throw tooLarge(program, plan, heap);
    }
    List<Object> shared = new ArrayList<>();
    try {
      return plan.allocate(program).stream().map(arrays -> new Memory(arrays, shared)).toList();
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
            plan.bytes(program),
            heap));
  }

  /**
   * Buffers that hold nothing between two executions: made for the first set of inputs and used
   * with all, so that a kernel's own memory in the caches is the same however many sets there are.
   * Kernels are bound to every set in the same order and ask for the same buffers.
   */
  @SuppressWarnings("unchecked") // What the same call made for the first set.
  public <T> T buffers(Supplier<T> made) {
    if (next == shared.size()) {
      shared.add(made.get());
    }
    return (T) shared.get(next++);
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
