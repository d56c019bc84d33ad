package assay.core.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A reading of one channel.
 *
 * @param nanos when it was read, by {@link System#nanoTime()}
 * @param value in the channel's unit; meaningless if there is a reason
 * @param reason why there is no value; null if there is one
 */
public record Point(long nanos, double value, @Nullable String reason) {
  public Point {
    if (reason == null && !Double.isFinite(value)) {
      throw new IllegalArgumentException("a reading of " + value + " needs a reason");
    }
  }

  /** A reading. */
  public static Point of(long nanos, double value) {
    return new Point(nanos, value, null);
  }

  /** A reading that failed. */
  public static Point missing(long nanos, String reason) {
    return new Point(nanos, Double.NaN, reason);
  }

  /** Whether there is a value. */
  public boolean present() {
    return reason == null;
  }
}
