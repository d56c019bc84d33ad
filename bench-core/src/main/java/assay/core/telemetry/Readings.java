package assay.core.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The values of all channels of one instrument at one moment, written by the instrument. What it
 * does not write is missing.
 */
public final class Readings {
  private static final String NOT_READ = "not read";

  private final double[] values;
  private final @Nullable String[] reasons;
  private long nanos;

  /**
   * Readings of an instrument with that many channels, all missing.
   *
   * @param nanos when, by {@link System#nanoTime()}
   */
  public Readings(int channels, long nanos) {
    this.values = new double[channels];
    this.reasons = new String[channels];
    java.util.Arrays.fill(reasons, NOT_READ);
    this.nanos = nanos;
  }

  /**
   * Sets a value.
   *
   * @param channel index in {@link Instrument#channels()}
   * @param value finite; anything else is recorded as missing
   */
  public void value(int channel, double value) {
    if (!Double.isFinite(value)) {
      missing(channel, "read as " + value);
      return;
    }
    values[channel] = value;
    reasons[channel] = null;
  }

  /** Says why a channel has no value now. */
  public void missing(int channel, String reason) {
    reasons[channel] = reason;
  }

  /** For an instrument whose values carry a time of their own. */
  public void takenAt(long nanoTime) {
    nanos = nanoTime;
  }

  /** When it was read, by {@link System#nanoTime()}. */
  public long nanos() {
    return nanos;
  }

  /** Why a channel has no value; null where it has one. */
  public @Nullable String reason(int channel) {
    return reasons[channel];
  }

  /**
   * The value of a channel.
   *
   * @throws IllegalStateException if it is missing
   */
  public double value(int channel) {
    if (reasons[channel] != null) {
      throw new IllegalStateException("channel " + channel + " is missing: " + reasons[channel]);
    }
    return values[channel];
  }

  /** How many channels there are. */
  public int size() {
    return values.length;
  }
}
