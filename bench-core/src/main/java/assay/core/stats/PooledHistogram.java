package assay.core.stats;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Quantiles of the values of several forks together.
 *
 * <p>A high quantile of one fork rests on a handful of values. Pooled, it is a quantile of what all
 * forks served; yet values of one fork share its JVM, so the interval must not take them for
 * independent. It is a cluster bootstrap: each resample draws whole forks with replacement and its
 * value is the quantile of their pooled values (A. C. Davison and D. V. Hinkley, Bootstrap Methods
 * and their Application, section 3.8, on resampling the upper level only).
 *
 * <p>Percentiles of the resamples are too narrow for few forks. The ends are therefore those of the
 * expanded percentile interval: its tails are Φ(−√(n/(n−1))·t), with Student's t of n − 1 degrees
 * of freedom at 2.5 %, in place of 2.5 % (T. Hesterberg, "What Teachers Should Know About the
 * Bootstrap", The American Statistician 69, 2015, section 4.2). Still the level is nominal: see the
 * test for how often intervals of few forks contain the true quantile.
 */
public final class PooledHistogram {
  private static final double LEVEL = 0.95;

  private final double[] values;

  /** By fork: how many of its values are at most {@code values[i]}. */
  private final long[][] upTo;

  private PooledHistogram(double[] values, long[][] upTo) {
    this.values = values;
    this.upTo = upTo;
  }

  /**
   * Pools forks.
   *
   * @param forks for each fork the number of occurrences, above 0, of each value
   * @throws IllegalArgumentException if there is no fork or one is empty
   */
  public static PooledHistogram of(List<? extends SortedMap<Double, Long>> forks) {
    if (forks.isEmpty() || forks.stream().anyMatch(Map::isEmpty)) {
      throw new IllegalArgumentException("a quantile of nothing is undefined");
    }
    TreeSet<Double> all = new TreeSet<>();
    forks.forEach(fork -> all.addAll(fork.keySet()));
    double[] values = all.stream().mapToDouble(Double::doubleValue).toArray();
    long[][] upTo = new long[forks.size()][values.length];
    for (int fork = 0; fork < upTo.length; fork++) {
      long sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += forks.get(fork).getOrDefault(values[i], 0L);
        upTo[fork][i] = sum;
      }
    }
    return new PooledHistogram(values, upTo);
  }

  /** Number of values of all forks. */
  public long count() {
    return Arrays.stream(upTo).mapToLong(fork -> fork[values.length - 1]).sum();
  }

  /**
   * The smallest value that at least the share {@code p} of all values does not exceed.
   *
   * @param p above 0, at most 1
   */
  public double quantile(double p) {
    int[] once = new int[upTo.length];
    Arrays.fill(once, 1);
    return quantile(p, once);
  }

  /**
   * The nominal 95 % interval of the quantile; it contains {@link #quantile(double)}.
   *
   * @param seed the same seed and data give the same interval, on every machine
   * @return the interval, or the reason why there is none (fewer than six forks)
   */
  public Availability<Interval> interval(double p, long seed) {
    if (upTo.length < MedianInterval.MIN_FORKS) {
      return new Unavailable<>(MedianInterval.tooFew(upTo.length));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] resampled = new double[Bootstrap.DEFAULT_RESAMPLES];
    int[] times = new int[upTo.length];
    for (int r = 0; r < resampled.length; r++) {
      Arrays.fill(times, 0);
      for (int draw = 0; draw < times.length; draw++) {
        times[random.nextInt(times.length)]++;
      }
      resampled[r] = quantile(p, times);
    }
    Arrays.sort(resampled);
    double tail = tail(times.length);
    double here = quantile(p);
    return new Available<>(
        new Interval(
            Math.min(here, Quantiles.ofSorted(resampled, tail)),
            Math.max(here, Quantiles.ofSorted(resampled, 1 - tail)),
            LEVEL));
  }

  private static double tail(int forks) {
    double t = new TDistribution(forks - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
    double expanded = Math.sqrt(forks / (forks - 1.0)) * t;
    return new NormalDistribution().cumulativeProbability(-expanded);
  }

  /**
   * @param times how often each fork counts
   */
  private double quantile(double p, int[] times) {
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile " + p + " is not above 0 and at most 1");
    }
    // A product such as 0.9 · 10 must not end above the rank that it stands for.
    double rank = p * upTo(values.length - 1, times) * (1 - 1e-12);
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo(middle, times) >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return values[low];
  }

  private long upTo(int position, int[] times) {
    long sum = 0;
    for (int fork = 0; fork < times.length; fork++) {
      sum += times[fork] * upTo[fork][position];
    }
    return sum;
  }
}
