package assay.core.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The readings of the instruments at one time.
 *
 * @param nanos time at which it was started, by {@link System#nanoTime()}
 * @param readings by instrument, in the order of {@link OpenSources#instruments()}; null if not
 *     read this time
 */
public record Snapshot(long nanos, List<@Nullable Readings> readings) {
  /**
   * A channel's reading as a point.
   *
   * @return null if its instrument was not read
   */
  public @Nullable Point point(int instrument, int channel) {
    Readings of = readings.get(instrument);
    if (of == null) {
      return null;
    }
    String reason = of.reason(channel);
    return new Point(of.nanos(), reason == null ? of.value(channel) : 0, reason);
  }
}
