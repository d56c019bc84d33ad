package assay.gpu;

import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Stream;

/**
 * Empties the device's L2 cache by writing through memory of twice its size: on the program's
 * stream, and waited for, so that neither the events of the next execution nor the host's clock
 * around it see anything of it.
 */
final class L2Flush {
  private static final int TIMES = 2;
  private static final String PURPOSE = "emptying the L2 cache";

  private final Stream stream;
  private final DeviceMemory memory;

  /**
   * Takes the memory.
   *
   * @param scope gives it back
   * @throws UnsupportedOperationException if the driver does not state the cache's size
   */
  L2Flush(Context context, Stream stream, Scope scope) {
    long l2 = context.l2Bytes();
    if (l2 <= 0) {
      throw new UnsupportedOperationException(
          "the driver does not state the size of the L2 cache of " + context.gpu().name());
    }
    this.stream = stream;
    this.memory = scope.add(context.allocate(TIMES * l2, PURPOSE));
  }

  /** Writes all of it and waits until that is done. */
  void run() {
    stream.fill(memory, (byte) 0, PURPOSE);
    stream.await(PURPOSE);
  }
}
