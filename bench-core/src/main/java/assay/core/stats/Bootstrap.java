package assay.core.stats;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Hierarchical percentile bootstrap of the median over forks.
 *
 * <p>Each resample draws forks with replacement and, within every drawn fork, its iterations with
 * replacement; its value is the median of the fork medians. The ends are the 2.5th and 97.5th
 * percentiles (type 7) of those values (B. Efron and R. Tibshirani, An Introduction to the
 * Bootstrap, chapter 13; two levels: A. C. Davison and D. V. Hinkley, Bootstrap Methods and their
 * Application, section 3.8). Iterations are never pooled over forks: they share their JVM, and a
 * pooled interval is too narrow.
 *
 * <p>The level is nominal. For the median of few forks the interval contains the true value less
 * often than stated; {@link MedianInterval} has no such defect and is what Assay publishes.
 */
public final class Bootstrap {
  /** Resamples that make the ends stable to about a fiftieth of the width. */
  public static final int DEFAULT_RESAMPLES = 10_000;

  private static final double LEVEL = 0.95;

  private Bootstrap() {}

  /** {@link #median(double[][], long, int)} with {@link #DEFAULT_RESAMPLES}. */
  public static Availability<Interval> median(double[][] forks, long seed) {
    return median(forks, seed, DEFAULT_RESAMPLES);
  }

  /**
   * The nominal 95 % percentile interval of the median over forks.
   *
   * @param forks one row per fork, one value per iteration, any unit; rows may differ in length but
   *     none may be empty
   * @param seed the same seed and data give the same interval, on every machine
   * @param resamples at least 100
   * @return the interval, or the reason why there is none (fewer than six forks)
   */
  public static Availability<Interval> median(double[][] forks, long seed, int resamples) {
    if (resamples < 100) {
      throw new IllegalArgumentException(resamples + " resamples; at least 100 are needed");
    }
    if (forks.length < MedianInterval.MIN_FORKS) {
      return new Unavailable<>(MedianInterval.tooFew(forks.length));
    }
    double[] medians = resampledMedians(forks, new SplittableRandom(seed), resamples);
    Arrays.sort(medians);
    double tail = (1 - LEVEL) / 2;
    return new Available<>(
        new Interval(
            Quantiles.ofSorted(medians, tail), Quantiles.ofSorted(medians, 1 - tail), LEVEL));
  }

  private static double[] resampledMedians(
      double[][] forks, SplittableRandom random, int resamples) {
    double[][] sorted = new double[forks.length][];
    for (int i = 0; i < forks.length; i++) {
      sorted[i] = Quantiles.sorted(forks[i]);
    }
    int[] counts = new int[Arrays.stream(sorted).mapToInt(row -> row.length).max().orElse(0)];
    double[] drawn = new double[forks.length];
    double[] medians = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = resampledMedian(sorted[below(random, sorted.length)], random, counts);
      }
      Arrays.sort(drawn);
      medians[r] = Quantiles.ofSorted(drawn, 0.5);
    }
    return medians;
  }

  /**
   * The median of one fork's iterations drawn with replacement. The row is sorted, so counting how
   * often each position was drawn avoids sorting every resample.
   */
  private static double resampledMedian(double[] sorted, SplittableRandom random, int[] counts) {
    int m = sorted.length;
    if (m == 1) {
      return sorted[0];
    }
    Arrays.fill(counts, 0, m, 0);
    for (int i = 0; i < m; i++) {
      counts[below(random, m)]++;
    }
    int low = position(counts, (m - 1) / 2);
    double lower = sorted[low];
    if ((m & 1) == 1) {
      return lower;
    }
    double upper = sorted[position(counts, m / 2)];
    return lower + (upper - lower) / 2;
  }

  /** The position whose cumulated count first exceeds the rank. */
  private static int position(int[] counts, int rank) {
    int position = 0;
    int seen = counts[0];
    while (seen <= rank) {
      seen += counts[++position];
    }
    return position;
  }

  /**
   * A random integer from 0 to bound − 1, by multiplication and shift (D. Lemire, ACM Transactions
   * on Modeling and Computer Simulation 29, 2019) without the rejection step: its bias is below
   * bound/2³², far below the resolution of any interval, at a third of the cost of a division.
   */
  private static int below(SplittableRandom random, int bound) {
    return (int) (((random.nextInt() & 0xFFFF_FFFFL) * bound) >>> 32);
  }
}
