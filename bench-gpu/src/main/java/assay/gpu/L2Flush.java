package assay.gpu;

import assay.gpu.compile.PtxModules;
import assay.gpu.compile.Step;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Stream;
import assay.gpu.ptx.ReadThrough;

/**
 * Empties the device's L2 cache by reading through other memory of twice its size: on the program's
 * stream, and waited for, so that neither the events of the next execution nor the host's clock
 * around it see anything of it.
 *
 * <p>The memory is written once, when it is taken, and only read from then on: the cache holds what
 * was written until something takes its place, and lines changed by a memset would have to be
 * written back while the next execution is timed.
 */
final class L2Flush {
  private static final int TIMES = 2;
  private static final String PURPOSE = "emptying the L2 cache";

  private final Stream stream;
  private final Step reading;

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
