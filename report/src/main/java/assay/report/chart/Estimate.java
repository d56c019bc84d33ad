package assay.report.chart;

import org.jspecify.annotations.Nullable;

/**
 * A value and what is known of its uncertainty.
 *
 * @param value finite, in the unit of the axis
 * @param interval null where there were too few forks for one; it is then drawn hollow, without
 *     whiskers
 */
public record Estimate(double value, @Nullable Interval interval) {
  public Estimate {
    Require.finite("a value", value);
  }

  /** A value with its interval. */
  public static Estimate of(double value, double low, double high) {
    return new Estimate(value, new Interval(low, high));
  }

  /** A value of which no interval is known. */
  public static Estimate withoutInterval(double value) {
    return new Estimate(value, null);
  }

  /** The smallest of value and interval. */
  double least() {
    return interval == null ? value : Math.min(value, interval.low());
  }

  /** The largest of value and interval. */
  double most() {
    return interval == null ? value : Math.max(value, interval.high());
  }

  /** Whether it can be told from a value: it has an interval, and that does not contain it. */
  boolean differsFrom(double other) {
    return interval != null && !interval.contains(other);
  }
}
