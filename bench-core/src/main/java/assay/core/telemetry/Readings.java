package assay.core.telemetry;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of all channels of an instrument at one time, written by the instrument. A value that
 * it does not write is missing.
 */
public final class Readings {
  private static final String NOT_READ = "not read";

  private final List<Channel> channels;
  private final double[] values;
  private final @Nullable String[] reasons;
  private long nanos;

  /**
   * Readings of these channels, all missing.
   *
   * @param channels those of the instrument
   * @param nanos time of the reading, by {@link System#nanoTime()}
   */
  public Readings(List<Channel> channels, long nanos) {
    this.channels = channels;
    this.values = new double[channels.size()];
    this.reasons = new String[channels.size()];
    Arrays.fill(reasons, NOT_READ);
    this.nanos = nanos;
  }

  /**
   * Sets a value.
   *
   * @param channel index in {@link Instrument#channels()}
   * @param value finite and in the {@linkplain ValidRange range} of its channel; anything else is
   *     recorded as missing
   */
  public void value(int channel, double value) {
    if (!Double.isFinite(value)) {
      missing(channel, "read as " + value);
      return;
    }
    ValidRange range = ValidRange.of(channels.get(channel));
    if (!range.contains(value)) {
      missing(channel, range.refusal(value));
      return;
    }
    values[channel] = value;
    reasons[channel] = null;
  }

  /** Records why a channel has no value. */
  public void missing(int channel, String reason) {
    reasons[channel] = reason;
  }

  /** Sets the time of the reading, for an instrument whose values have their own time stamp. */
  public void takenAt(long nanoTime) {
    nanos = nanoTime;
  }

  /** The time of the reading, by {@link System#nanoTime()}. */
  public long nanos() {
    return nanos;
  }

  /** Why a channel has no value; null if it has one. */
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

  /** Number of channels. */
  public int size() {
    return values.length;
  }
}
