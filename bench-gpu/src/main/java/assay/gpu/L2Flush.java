package assay.gpu;

import assay.gpu.compile.PtxModules;
import assay.gpu.compile.Step;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Stream;
import assay.gpu.ptx.ReadThrough;

/**
 * Flushes the device's L2 cache by reading unrelated memory of twice its size, on the program's
 * stream. It is synchronous, so that neither the events of the next execution nor the host's clock
 * around it include it.
 *
 * <p>The memory is written once, when it is allocated, and only read from then on: dirty lines of a
 * memset would stay in the cache and have to be written back while the next execution is timed.
 */
final class L2Flush {
  private static final int TIMES = 2;
  private static final String PURPOSE = "the L2 cache flush";

  private final Stream stream;
  private final Step reading;

  /**
   * Allocates the memory.
   *
   * @param scope releases it
   * @throws UnsupportedOperationException if the driver does not report the cache's size
   */
  L2Flush(Context context, Stream stream, Scope scope) {
    long l2 = context.l2Bytes();
    if (l2 <= 0) {
      throw new UnsupportedOperationException(
          "the driver does not report the size of the L2 cache of " + context.gpu().name());
    }
    this.stream = stream;
    DeviceMemory memory = scope.add(context.allocate(TIMES * l2, PURPOSE));
    DeviceMemory found = scope.add(context.allocate(Integer.BYTES, PURPOSE));
    stream.fill(memory, (byte) 0, PURPOSE);
    reading =
        ReadThrough.of(
            memory, found, context.gpu().multiprocessors(), new PtxModules(context, scope));
  }

  /** Reads all of it and waits until that is done. */
  void run() {
    reading.enqueue(stream);
    stream.await(PURPOSE);
  }
}
