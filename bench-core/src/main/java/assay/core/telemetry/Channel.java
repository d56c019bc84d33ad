package assay.core.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * One quantity that an instrument reads.
 *
 * <p>Values are doubles; counts stay exact up to 2^53, which an energy counter in µJ reaches after
 * 9 GJ.
 */
public sealed interface Channel {
  /** Unique within the source, such as {@code package-0.energy} or {@code cpu.frequency}. */
  String id();

  /** The unit of its values, such as {@code W}, {@code Hz}, {@code °C}, {@code s}. */
  String unit();

  /** What it observes. */
  Domain domain();

  /**
   * A cumulative energy counter; a reading is its raw count.
   *
   * @param joulesPerCount energy per count in J
   * @param wrapsAfter counts after which it wraps to 0 (its largest value + 1); infinite if it does
   *     not
   * @param updateSeconds update period of the counter in s, above 0
   * @param maxWatts maximum power of the device in W; a larger step means that the counter jumped
   * @param calibration how far it may be off; null if that is not known
   */
  record EnergyCounter(
      String id,
      Domain domain,
      double joulesPerCount,
      double wrapsAfter,
      double updateSeconds,
      double maxWatts,
      @Nullable Calibration calibration)
      implements Channel {
    public EnergyCounter {
      if (!(joulesPerCount > 0 && wrapsAfter > 1 && updateSeconds > 0 && maxWatts > 0)) {
        throw new IllegalArgumentException(id + ": scale, range, period and limit must be above 0");
      }
    }

    @Override
    public String unit() {
      return "count";
    }
  }

  /**
   * A power sensor; a reading is in W.
   *
   * @param updateSeconds update period in s, above 0
   * @param averagedSeconds averaging time of the sensor in s; 0 for an instantaneous value
   * @param calibration how far it may be off; null if that is not known
   */
  record Power(
      String id,
      Domain domain,
      double updateSeconds,
      double averagedSeconds,
      @Nullable Calibration calibration)
      implements Channel {
    @Override
    public String unit() {
      return "W";
    }
  }

  /** An instantaneous value: a clock, a temperature, an amount in use, a percentage. */
  record Gauge(String id, Domain domain, String unit) implements Channel {}

  /**
   * A cumulative value; its difference over a window is shown per second relative to {@code
   * capacity}, or as it is.
   *
   * @param unit of a reading, {@code s} or {@code 1}
   * @param capacity growth per second that corresponds to 100 %, such as the number of processors
   *     for CPU seconds; 0 to show the plain difference
   */
  record Tally(String id, Domain domain, String unit, double capacity) implements Channel {}

  /**
   * Whether some interference is present: a reading is 1 or 0.
   *
   * @param cause the kind of interference
   */
  record Flag(String id, Domain domain, InterferenceKind cause) implements Channel {
    @Override
    public String unit() {
      return "1";
    }
  }

  /**
   * A cumulative measure of interference.
   *
   * @param unit {@code s} for its duration, {@code 1} for events
   * @param cause the kind of interference
   */
  record CauseTally(String id, Domain domain, String unit, InterferenceKind cause)
      implements Channel {}
}
