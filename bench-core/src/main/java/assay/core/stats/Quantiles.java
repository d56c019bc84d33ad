package assay.core.stats;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Median, percentiles and median absolute deviation.
 *
 * <p>Percentiles are of type 7 in the numbering of Hyndman and Fan, "Sample Quantiles in
 * Statistical Packages", The American Statistician 50 (1996): linear interpolation between the
 * order statistics at the zero-based position p·(n − 1). It is the default of R and NumPy.
 *
 * <p>No function modifies its argument; each returns a value in the unit of its input and throws
 * {@link IllegalArgumentException} on an empty array or on NaN or infinite values.
 */
public final class Quantiles {
  private Quantiles() {}

  /** The median: the middle value, or the mean of the two middle values of an even count. */
  public static double median(double[] values) {
    return ofSorted(sorted(values), 0.5);
  }

  /**
   * The quantile of type 7.
   *
   * @param p between 0 (the smallest value) and 1 (the largest)
   */
  public static double quantile(double[] values, double p) {
    return ofSorted(sorted(values), p);
  }

  /**
   * The median absolute deviation from the median, unscaled. Times 1.4826 it estimates the standard
   * deviation of normally distributed data.
   */
  public static double mad(double[] values) {
    double[] sorted = sorted(values);
    double centre = ofSorted(sorted, 0.5);
    // Seen from both ends the distances fall, so they are merged instead of sorted.
    double[] distances = new double[sorted.length];
    int low = 0;
    int high = sorted.length - 1;
    for (int i = high; i >= 0; i--) {
      double left = centre - sorted[low];
      double right = sorted[high] - centre;
      boolean fromLeft = left > right;
      distances[i] = Math.abs(fromLeft ? left : right);
      low += fromLeft ? 1 : 0;
      high -= fromLeft ? 0 : 1;
    }
    return ofSorted(distances, 0.5);
  }

  /** The median of each fork's iterations, in the order of the forks. */
  public static double[] medians(double[][] forks) {
    double[] medians = new double[forks.length];
    for (int i = 0; i < forks.length; i++) {
      medians[i] = median(forks[i]);
    }
    return medians;
  }

  /**
   * The lower weighted median: the smallest value at which the weights of all values up to it reach
   * half of their sum.
   *
   * @param weights one a value, at least 0, with a sum above 0
   */
  public static double weightedMedian(double[] values, double[] weights) {
    Integer[] order = new Integer[sorted(values).length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double half = Arrays.stream(weights).sum() / 2;
    double below = 0;
    for (int i : order) {
      below += weights[i];
      if (below >= half) {
        return values[i];
      }
    }
    throw new IllegalArgumentException("weights " + Arrays.toString(weights));
  }

  /** The median of each value with the two before it: two fewer than there are values. */
  public static double[] runningMediansOfThree(double[] values) {
    double[] medians = new double[Math.max(0, values.length - 2)];
    for (int i = 0; i < medians.length; i++) {
      double a = values[i];
      double b = values[i + 1];
      double c = values[i + 2];
      medians[i] = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
    return medians;
  }

  /** A sorted copy. */
  static double[] sorted(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values: a quantile of nothing is undefined");
    }
    double[] sorted = values.clone();
    for (double value : sorted) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("value " + value + " is not finite");
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** The quantile of type 7 of values that are already sorted. */
  public static double ofSorted(double[] sorted, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile " + p + " is not between 0 and 1");
    }
    double position = p * (sorted.length - 1);
    int below = (int) position;
    double fraction = position - below;
    // No arithmetic on an exact hit: a − b could overflow, and 0·x could round.
    if (fraction == 0) {
      return sorted[below];
    }
    double low = sorted[below];
    double high = sorted[below + 1];
    // The clamp keeps a rounded result between the two values; halving keeps a large difference
    // finite.
    double value = low * (1 - fraction) + high * fraction;
    return Math.clamp(value, low, high);
  }
}
