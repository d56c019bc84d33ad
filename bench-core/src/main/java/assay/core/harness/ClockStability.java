package assay.core.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether a clock is stable: over the last 0.9 s the means of the two halves agree to 1 %, and no
 * two readings differ by more than 5 %.
 *
 * <p>The first condition detects a clock that is still rising or falling, even one that jitters
 * between steps at its power limit; the second detects one at a turning point, whose halves agree
 * by chance. Above the same 5 % a clock counts as drifting in the measured window.
 */
final class ClockStability {
  private static final long SPAN_NANOS = 900_000_000L;
  private static final double HALVES = 0.01;
  private static final double ALL = TelemetryWindow.DRIFT_PERCENT / 100;

  private record Reading(long nanos, double hertz) {}

  private final List<Reading> readings = new ArrayList<>();

  /**
   * Adds a reading.
   *
   * @param nanos time of the reading, not before the previous one
   * @param hertz frequency in Hz, above 0
   */
  void add(long nanos, double hertz) {
    readings.add(new Reading(nanos, hertz));
  }

  /** Whether the clock is stable at the last reading; needs readings over 0.9 s. */
  boolean stable() {
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

  /**
   * The current frequency: the mean of the newer half of the last 0.9 s; empty without readings.
   */
  OptionalDouble hertz() {
    if (readings.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Reading> last = last().isEmpty() ? readings : last();
    return OptionalDouble.of(mean(last.subList(last.size() / 2, last.size())));
  }

  /** The fewest latest readings that span 0.9 s; empty if all readings together do not. */
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
