package assay.core.stats;

/**
 * A two-sided interval for an unknown value.
 *
 * @param low lower end, in the unit of the data
 * @param high upper end, not below {@code low}
 * @param level minimum probability that such an interval contains the true value, for example 0.95
 */
public record Interval(double low, double high, double level) {
  public Interval {
    if (!(Double.isFinite(low) && Double.isFinite(high) && low <= high)) {
      throw new IllegalArgumentException("not an interval: " + low + " to " + high);
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level " + level + " is not between 0 and 1");
    }
  }

  /**
   * Half the width relative to a value, for example 0.01 for ± 1 %.
   *
   * @param centre the value the interval belongs to, above 0 (a time or a rate)
   */
  public double relativeHalfWidth(double centre) {
    if (!(centre > 0)) {
      throw new IllegalArgumentException("a relative width needs a value above 0, not " + centre);
    }
    return (high - low) / 2 / centre;
  }

  /** Whether the interval contains the value, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
