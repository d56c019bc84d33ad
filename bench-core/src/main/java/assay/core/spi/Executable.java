package assay.core.spi;

import assay.core.availability.Availability;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A compiled program with its memory on the device. State stays there between executions. Inputs
 * may have several sets of values there ({@link Target.Options#inputSets}), one of which is {@link
 * #select selected}; outputs and state exist once. Used by one thread at a time.
 */
public interface Executable extends AutoCloseable {
  /**
   * Sets the values of an input in the selected set, of state, or of an output (to poison it). All
   * state starts at zero.
   *
   * @throws IllegalArgumentException if the program has no such tensor to write
   */
  void write(HostTensor value);

  /**
   * Selects the set of inputs that is written to and computed with from now on, without any
   * transfer: it may be called between two timed executions. At first it is set 0.
   *
   * @param set below {@link Target.Options#inputSets}
   * @throws IndexOutOfBoundsException if there is no such set
   */
  default void select(int set) {
    Objects.checkIndex(set, 1);
  }

  /**
   * Runs the program once, on the selected set of inputs, and returns when the device has finished.
   *
   * @throws TargetException if the device reports an error
   */
  void execute();

  /**
   * Flushes the program's data from the device's caches and returns when that is done. May allocate
   * memory that is held until {@link #close}.
   *
   * @throws UnsupportedOperationException if unsupported, with the reason; see {@link
   *     Target#unsupportedFlush}
   * @throws TargetException if the device reports an error
   */
  default void flush() {
    throw new UnsupportedOperationException(engine() + " cannot flush its caches");
  }

  /**
   * Runs the program once as {@link #execute()} does and runs {@code meanwhile} on this thread:
   * while the device computes, if it is asynchronous, otherwise afterwards. Inputs that {@code
   * meanwhile} writes are used by the next execution, so that the next batch can be transferred
   * during a step. {@code meanwhile} may only write inputs of this executable. If it throws, the
   * exception is thrown when the device has finished.
   *
   * @throws TargetException if the device reports an error
   */
  default void execute(Runnable meanwhile) {
    execute();
    meanwhile.run();
  }

  /** The parts that {@link #execute(long[])} marks, or why it cannot. */
  default Availability<ProgramParts> parts() {
    return new Availability.Unavailable<>(engine() + " does not tell the parts of a program apart");
  }

  /**
   * Runs the program once as {@link #execute()} does, and marks where each part ends; what the
   * marks cost is the caller's to measure. Launches that {@link #execute()} combines may be made
   * one by one.
   *
   * @param marks receives the start and then the end of each part in the order of {@link #parts()}:
   *     ascending times in ns from any origin, one more than there are parts
   * @throws UnsupportedOperationException if {@link #parts()} are unavailable
   * @throws TargetException if the device reports an error
   */
  default void execute(long[] marks) {
    throw new UnsupportedOperationException(engine() + " does not mark the parts of a program");
  }

  /**
   * The current values of an output or of state.
   *
   * @throws IllegalArgumentException if the tensor is neither
   */
  HostTensor read(Tensor tensor);

  /**
   * Significant bits that the device keeps of a product of operands narrower than f32 when it adds
   * it to others; empty if it keeps as many as the accumulator's type has.
   */
  default OptionalInt accumulatorBits() {
    return OptionalInt.empty();
  }

  /**
   * Whether the device promises to keep subnormal numbers in f64, f32 and f16. If not, flushing
   * them to zero is recorded and is no error.
   */
  default boolean keepsSubnormals() {
    return true;
  }

  /** Device time of the last execution in nanoseconds, if the device has its own timer. */
  OptionalLong deviceNanos();

  /** The engine with version and width, for example {@code Vector API 512-bit, 2 threads}. */
  String engine();

  /** Frees the memory; the executable must not be used afterwards. */
  @Override
  void close();
}
