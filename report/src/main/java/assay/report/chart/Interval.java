package assay.report.chart;

/**
 * An interval, usually the 95 % confidence interval of a median.
 *
 * @param low lower end, finite
 * @param high upper end, finite, at least {@code low}
 */
public record Interval(double low, double high) {
  public Interval {
    Require.finite("the lower end of an interval", low);
    Require.finite("the upper end of an interval", high);
    if (low > high) {
      throw new IllegalArgumentException("an interval from " + low + " to " + high + " is empty");
    }
  }

  /** Whether a value lies within, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
