package assay.report.chart;

import org.jspecify.annotations.Nullable;

/**
 * A value and, if known, its uncertainty.
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

  /** A value without an interval. */
  public static Estimate withoutInterval(double value) {
    return new Estimate(value, null);
  }

  /** The lower end of the interval, else the value. */
  double min() {
    return interval == null ? value : Math.min(value, interval.low());
  }

  /** The upper end of the interval, else the value. */
  double max() {
    return interval == null ? value : Math.max(value, interval.high());
  }

  /** Whether it differs from a value: it has an interval that does not contain the value. */
  boolean differsFrom(double other) {
    return interval != null && !interval.contains(other);
  }
}
