package assay.cpu.telemetry;

import org.jspecify.annotations.Nullable;

/** Where a meter's lines come from. It hands each finished line to a {@link MeterLog}. */
interface MeterFeed extends AutoCloseable {
  /** Takes what has come since. Cheap, does not wait, never throws. */
  void poll();

  /** Why no more lines come, such as that the command has ended; null where they may. */
  @Nullable String trouble();

  @Override
  void close();
}
