package assay.core.spi;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.util.OptionalLong;

/**
 * A compiled program with its memory on the device. State stays there between executions. Used by
 * one thread at a time.
 */
public interface Executable extends AutoCloseable {
  /**
   * Sets the values of an input, of state, or of an output (to poison it). All state starts at
   * zero.
   *
   * @throws IllegalArgumentException if the program has no such tensor to write
   */
  void write(HostTensor value);

  /**
   * Runs the program once and returns when the device has finished.
   *
   * @throws TargetException if the device reports an error
   */
  void execute();

  /**
   * Empties the device's caches of what the program left there, and returns when that is done. May
   * hold memory from then on until {@link #close}.
   *
   * @throws UnsupportedOperationException if it cannot be done, with the reason; see {@link
   *     Target#unsupportedFlush}
   * @throws TargetException if the device reports an error
   */
  default void flush() {
    throw new UnsupportedOperationException(engine() + " has no way to empty its caches");
  }

  /**
   * Runs the program once as {@link #execute()} does, and {@code meanwhile} beside it on this
   * thread: while the device computes, where it does so by itself; else right behind. Inputs that
   * {@code meanwhile} writes are those of the next execution, so that the next batch travels during
   * a step. It may write inputs and do nothing else with this executable. If it throws, that is
   * thrown when the device has finished.
   *
   * @throws TargetException if the device reports an error
   */
  default void execute(Runnable meanwhile) {
    execute();
    meanwhile.run();
  }

  /**
   * The current values of an output or of state.
   *
   * @throws IllegalArgumentException if the tensor is neither
   */
  HostTensor read(Tensor tensor);

  /** Device time of the last execution in nanoseconds, where the device has a clock of its own. */
  OptionalLong deviceNanos();

  /** What computes, with version and width, for example {@code Vector API 512-bit, 2 threads}. */
  String engine();

  /** Frees the memory; an executable is not used afterwards. */
  @Override
  void close();
}
