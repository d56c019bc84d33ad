package assay.core.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether a clock has settled, from readings of it: over the last 0.9 s its halves agree to 1 % on
 * average, and no two readings are more than 5 % apart.
 *
 * <p>The first finds a clock that still climbs or sinks, also one that jitters between steps as a
 * clock at its power limit does; the second finds one that is just turning, whose halves agree by
 * chance. The 5 % are those above which a clock is said to drift in the measured window.
 */
final class ClockStability {
  private static final long SPAN_NANOS = 900_000_000L;
  private static final double HALVES = 0.01;
  private static final double ALL = TelemetryWindow.DRIFT_PERCENT / 100;

  private record Reading(long nanos, double hertz) {}

  private final List<Reading> readings = new ArrayList<>();

  /**
   * Takes a reading.
   *
   * @param nanos when, not before the reading before
   * @param hertz Hz, above 0
   */
  void add(long nanos, double hertz) {
    readings.add(new Reading(nanos, hertz));
  }

  /** Whether it has settled by the last reading; needs readings over 0.9 s. */
  boolean settled() {
    List<Reading> last = last();
    if (last.isEmpty()) {
      return false;
    }
    int half = last.size() / 2;
    double older = mean(last.subList(0, half));
    double newer = mean(last.subList(last.size() - half, last.size()));
    double low = last.stream().mapToDouble(Reading::hertz).min().orElseThrow();
    double high = last.stream().mapToDouble(Reading::hertz).max().orElseThrow();
    return Math.abs(newer - older) <= HALVES * older && high - low <= ALL * mean(last);
  }

  /** The clock now: the mean of the newer half of the last 0.9 s; empty without readings. */
  OptionalDouble hertz() {
    if (readings.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Reading> last = last().isEmpty() ? readings : last();
    return OptionalDouble.of(mean(last.subList(last.size() / 2, last.size())));
  }

  /** The fewest last readings that span the time, empty if all of them do not. */
  private List<Reading> last() {
    for (int from = readings.size() - 2; from >= 0; from--) {
      if (readings.getLast().nanos() - readings.get(from).nanos() >= SPAN_NANOS) {
        return readings.subList(from, readings.size());
      }
    }
    return List.of();
  }

  private static double mean(List<Reading> some) {
    return some.stream().mapToDouble(Reading::hertz).average().orElseThrow();
  }
}
