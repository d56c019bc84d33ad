package assay.report.procurement;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Natural logarithms of the median time over forks, forks drawn with replacement, one system at a
 * time, so that ratios between any two systems, means over tasks and ranks all come from the same
 * resamples.
 */
final class BootstrapResamples {
  /** The ends of an interval then vary with the seed by about a twentieth of the width. */
  static final int COUNT = 4_000;

  private static final double TAIL = 0.025;

  private final double[] logs;
  private final @Nullable String reason;

  private BootstrapResamples(double[] logs, @Nullable String reason) {
    this.logs = logs;
    this.reason = reason;
  }

  /** No resamples, and why. */
  static BootstrapResamples none(String reason) {
    return new BootstrapResamples(new double[0], reason);
  }

  /**
   * Resamples.
   *
   * @param forks one value per fork, above 0
   * @param seed the same seed and values give the same draws, on every machine
   */
  static BootstrapResamples of(double[] forks, long seed) {
    if (forks.length < MedianInterval.MIN_FORKS) {
      return none(forks.length + " forks, an interval needs " + MedianInterval.MIN_FORKS);
    }
    double[] sorted = forks.clone();
    Arrays.sort(sorted);
    double[] logs = new double[sorted.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(sorted[i]);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[COUNT];
    int[] counts = new int[sorted.length];
    for (int r = 0; r < COUNT; r++) {
      drawn[r] = median(sorted, logs, random, counts);
    }
    return new BootstrapResamples(drawn, null);
  }

  /** The values are sorted, so counting the draws of each position replaces sorting the draw. */
  private static double median(
      double[] sorted, double[] logs, SplittableRandom random, int[] counts) {
    int n = sorted.length;
    Arrays.fill(counts, 0);
    for (int i = 0; i < n; i++) {
      counts[random.nextInt(n)]++;
    }
    int low = position(counts, (n - 1) / 2);
    int high = position(counts, n / 2);
    return low == high ? logs[low] : Math.log((sorted[low] + sorted[high]) / 2);
  }

  private static int position(int[] counts, int rank) {
    int position = 0;
    int seen = counts[0];
    while (seen <= rank) {
      seen += counts[++position];
    }
    return position;
  }

  /** Why there are none; null if there are. */
  @Nullable String reason() {
    return reason;
  }

  boolean any() {
    return reason == null;
  }

  /** Logarithm of the median in a draw. */
  double log(int draw) {
    return logs[draw];
  }

  /**
   * The interval of a ratio of two times.
   *
   * @param ratio of the medians, which the interval contains
   */
  static Availability<Interval> ratio(
      BootstrapResamples numerator, BootstrapResamples denominator, double ratio) {
    String why = numerator.reason != null ? numerator.reason : denominator.reason;
    if (why != null) {
      return new Unavailable<>(why);
    }
    double[] differences = new double[COUNT];
    for (int r = 0; r < COUNT; r++) {
      differences[r] = numerator.logs[r] - denominator.logs[r];
    }
    return new Available<>(interval(differences, ratio));
  }

  /** The 2.5th to 97.5th percentile of logarithms, as a ratio; it contains the ratio itself. */
  static Interval interval(double[] logs, double ratio) {
    double[] sorted = logs.clone();
    Arrays.sort(sorted);
    // Without spread, rounding in the logarithm could leave the value outside the interval.
    double low = Math.min(ratio, Math.exp(Quantiles.ofSorted(sorted, TAIL)));
    double high = Math.max(ratio, Math.exp(Quantiles.ofSorted(sorted, 1 - TAIL)));
    return new Interval(low, high, 0.95);
  }
}
