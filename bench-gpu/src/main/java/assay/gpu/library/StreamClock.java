package assay.gpu.library;

/** Times work on a stream, to choose among a library's algorithms. Never used while measuring. */
public interface StreamClock {
  /**
   * Runs {@code enqueue}, which enqueues work on the stream, waits until the device has finished
   * it, and returns the time the device took.
   *
   * @param stream the driver's stream, 0 for the default one
   * @return device time in nanoseconds
   * @throws assay.core.spi.TargetException if the device failed
   */
  long nanos(long stream, Runnable enqueue);
}
