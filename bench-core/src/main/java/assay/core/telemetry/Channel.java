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
   * @param joulesPerCount energy of one count, J
   * @param wrapsAfter counts after which it begins again at 0 (its largest value + 1); infinite
   *     where it does not
   * @param updateSeconds time between two updates of the counter, s; above 0
   * @param mostWatts no such device draws more, W; what would be more is no energy but a counter
   *     that jumped
   * @param calibrationPercent largest error of the counter's scale as its maker states it, ± % ;
   *     null where none does
   */
  record EnergyCounter(
      String id,
      Domain domain,
      double joulesPerCount,
      double wrapsAfter,
      double updateSeconds,
      double mostWatts,
      @Nullable Double calibrationPercent)
      implements Channel {
    /** Checks the ranges. */
    public EnergyCounter {
      if (!(joulesPerCount > 0 && wrapsAfter > 1 && updateSeconds > 0 && mostWatts > 0)) {
        throw new IllegalArgumentException(id + ": scale, range, period and limit are above 0");
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
   * @param updateSeconds time between two updates, s; above 0
   * @param averagedSeconds time over which the sensor averages, s; 0 for an instantaneous value
   * @param calibrationPercent largest error as the maker states it, ± %; null where none does
   */
  record Power(
      String id,
      Domain domain,
      double updateSeconds,
      double averagedSeconds,
      @Nullable Double calibrationPercent)
      implements Channel {
    @Override
    public String unit() {
      return "W";
    }
  }

  /** Anything with a value at a moment: a clock, a temperature, a used amount, a share. */
  record Gauge(String id, Domain domain, String unit) implements Channel {}

  /**
   * Something that only grows; what counts is the difference over a window, which is shown per
   * second as a share of {@code capacity}, or as it is.
   *
   * @param unit of a reading, {@code s} or {@code 1}
   * @param capacity growth per second that makes 100 %, such as the number of processors for busy
   *     processor seconds; 0 where the plain difference is wanted
   */
  record Tally(String id, Domain domain, String unit, double capacity) implements Channel {}

  /**
   * Whether something that spoils or labels a measurement is going on: a reading is 1 or 0.
   *
   * @param cause what it is
   */
  record Flag(String id, Domain domain, InterferenceKind cause) implements Channel {
    @Override
    public String unit() {
      return "1";
    }
  }

  /**
   * A cumulative measure of something that spoils or labels a measurement.
   *
   * @param unit {@code s} for time under the cause, {@code 1} for events
   * @param cause what it is
   */
  record CauseTally(String id, Domain domain, String unit, InterferenceKind cause)
      implements Channel {}
}
