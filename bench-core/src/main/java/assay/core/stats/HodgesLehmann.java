package assay.core.stats;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By how much one sample lies above another: the Hodges–Lehmann estimate with exact, distribution
 * free limits and the p-value that belongs to them.
 *
 * <p>Of two independent samples, every difference of two of their values is taken; of paired ones,
 * every mean of two of their differences (Walsh averages). The estimate is the median of these; the
 * limits are the c-th smallest and largest, where c follows from the exact distribution of the rank
 * sum and of the signed rank (J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34,
 * 1963; M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 3rd edition,
 * sections 3.3 and 4.3). For ratios, logarithms are given and limits exponentiated.
 *
 * <p>Assumed: the values are independent, and either both samples have one shape or, paired, the
 * differences are symmetric about the shift. Two samples of unequal size <em>and</em> unequal noise
 * break it (six noisy values against thirty: "different" in 16 % of the cases where nothing is), so
 * statements are made of equal sizes only. Ties count against a difference.
 */
public final class HodgesLehmann {
  /** The most values a side. */
  public static final int MAX_VALUES = RankDistribution.MAX_SIZE;

  /** Distributions by sample sizes: the comparisons of a run are mostly of equal ones. */
  private static final Map<List<Integer>, double[]> KNOWN = new ConcurrentHashMap<>();

  private final double[] sorted;
  private final double[] below;
  private final String sizes;

  private HodgesLehmann(double[] values, double[] below, String sizes) {
    sorted = Quantiles.sorted(values);
    this.below = below;
    this.sizes = sizes;
  }

  /**
   * The shift of the first sample against the second.
   *
   * @param first 1 to 100 finite values, in any unit
   * @param second likewise, in the same unit
   */
  public static HodgesLehmann independent(double[] first, double[] second) {
    double[] below =
        KNOWN.computeIfAbsent(
            List.of(first.length, second.length),
            _ -> RankDistribution.twoSamples(first.length, second.length));
    double[] differences = new double[first.length * second.length];
    int next = 0;
    for (double a : first) {
      for (double b : second) {
        differences[next++] = a - b;
      }
    }
    return new HodgesLehmann(
        differences,
        below,
        first.length == second.length
            ? first.length + " forks a side"
            : first.length + " and " + second.length + " forks");
  }

  /**
   * The centre of differences of paired values.
   *
   * @param differences 1 to 100 finite values, one a pair
   */
  public static HodgesLehmann paired(double[] differences) {
    double[] below =
        KNOWN.computeIfAbsent(
            List.of(differences.length), _ -> RankDistribution.signedRank(differences.length));
    double[] averages = new double[below.length - 1];
    int next = 0;
    for (int i = 0; i < differences.length; i++) {
      for (int j = 0; j <= i; j++) {
        averages[next++] = differences[i] / 2 + differences[j] / 2;
      }
    }
    return new HodgesLehmann(averages, below, differences.length + " rounds");
  }

  /** The estimate, in the unit of the values. */
  public double shift() {
    return Quantiles.ofSorted(sorted, 0.5);
  }

  /**
   * Limits that contain the true shift with at least that probability.
   *
   * @param level for example 0.95
   * @return the limits with their exact level, or why there are none (too few values)
   */
  public Availability<Interval> interval(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level " + level + " is not between 0 and 1");
    }
    double tail = (1 - level) / 2;
    if (below[0] > tail) {
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "%s are too few for an interval of %.0f %%: between their extremes it has %.1f %%",
              sizes,
              100 * level,
              100 * (1 - 2 * below[0])));
    }
    int c = 1;
    while (below[c] <= tail) {
      c++;
    }
    return new Available<>(
        new Interval(sorted[c - 1], sorted[sorted.length - c], 1 - 2 * below[c - 1]));
  }

  /**
   * Two-sided p-value of "no shift": the smallest 1 − level whose {@link #interval} excludes 0, 1
   * if none does.
   */
  public double p() {
    int notAbove = (int) Arrays.stream(sorted).filter(value -> value <= 0).count();
    int notBelow = (int) Arrays.stream(sorted).filter(value -> value >= 0).count();
    return Math.min(1, 2 * below[Math.min(notAbove, notBelow)]);
  }

  /** The smallest p-value that samples of these sizes can have, reached where all agree. */
  public double smallestP() {
    return 2 * below[0];
  }
}
