package assay.cpu.telemetry;

import org.jspecify.annotations.Nullable;

/** Delivers a meter's lines: passes each complete line to a {@link MeterLog}. */
interface MeterFeed extends AutoCloseable {
  /** Delivers the lines that have arrived since. Cheap, does not block, never throws. */
  void poll();

  /** Why no more lines arrive, such as that the command ended; null if they may. */
  @Nullable String trouble();

  @Override
  void close();
}
