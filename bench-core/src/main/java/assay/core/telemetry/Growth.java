package assay.core.telemetry;

import java.util.List;

/**
 * What a cumulative value grew by. It may fall: a container's counters start anew, a driver is
 * loaded again. What happened in that interval is unknown, so neither its amount nor its time
 * counts, and the lower value is the new base.
 *
 * @param amount in the channel's unit, at least 0
 * @param seconds time in which it grew by that amount, s; 0 if there is no such interval
 */
public record Growth(double amount, double seconds) {
  private static final double NANOS = 1e-9;

  /**
   * The growth over all intervals between readings in time order.
   *
   * @param readings all present
   */
  public static Growth of(List<Point> readings) {
    double amount = 0;
    double seconds = 0;
    for (int i = 1; i < readings.size(); i++) {
      Growth interval = between(readings.get(i - 1), readings.get(i));
      amount += interval.amount();
      seconds += interval.seconds();
    }
    return new Growth(amount, seconds);
  }

  /** The growth from one reading to the next. */
  public static Growth between(Point before, Point now) {
    return now.value() >= before.value()
        ? new Growth(now.value() - before.value(), NANOS * (now.nanos() - before.nanos()))
        : new Growth(0, 0);
  }

  /** Whether the growth of some interval is known. */
  public boolean known() {
    return seconds > 0;
  }

  /**
   * The growth per second, in % of {@code capacity}.
   *
   * @param capacity growth per second that corresponds to 100 %
   */
  public double percent(double capacity) {
    return 100 * amount / (seconds * capacity);
  }
}
