package assay.report.procurement;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Natural logarithms of the median time over forks, forks drawn with replacement, one system at a
 * time, so that ratios between any two systems, means over tasks and ranks all come from the same
 * resamples.
 *
 * <p>All tasks of a system are drawn jointly, by rounds: a draw is a sequence of rounds, drawn with
 * replacement, and a task with n forks takes the first n of the sequence in which it has one. Its n
 * forks are thus equally likely, each drawn independently, and tasks with the same rounds have the
 * same ones in every draw.
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
   * @param forks one value per fork, above 0, by its round
   * @param rounds all rounds of the system, those of the forks among them
   * @param seed the same seed, rounds and values give the same draws, on every machine; tasks of
   *     one system must have the same
   */
  static BootstrapResamples of(
      SortedMap<Integer, Double> forks, SortedSet<Integer> rounds, long seed) {
    if (forks.size() < MedianInterval.MIN_FORKS) {
      return none(forks.size() + " forks, an interval needs " + MedianInterval.MIN_FORKS);
    }
    double[] sorted = forks.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double[] logs = new double[sorted.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(sorted[i]);
    }
    int[] positions = positions(forks, rounds);
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[COUNT];
    int[] counts = new int[sorted.length];
    for (int r = 0; r < COUNT; r++) {
      // Tasks take different numbers of rounds from a sequence, so each draw has its own.
      drawn[r] = median(sorted, logs, random.split(), positions, counts);
    }
    return new BootstrapResamples(drawn, null);
  }

  /** For each round the position of its fork among the sorted values, -1 if it has none. */
  private static int[] positions(SortedMap<Integer, Double> forks, SortedSet<Integer> rounds) {
    List<Integer> bySize =
        forks.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    int[] positions = rounds.stream().mapToInt(bySize::indexOf).toArray();
    if (Arrays.stream(positions).filter(position -> position >= 0).count() < forks.size()) {
      throw new IllegalArgumentException(forks.keySet() + " are not all among " + rounds);
    }
    return positions;
  }

  /** The values are sorted, so counting the draws of each position replaces sorting the draw. */
  private static double median(
      double[] sorted, double[] logs, SplittableRandom random, int[] positions, int[] counts) {
    int n = sorted.length;
    Arrays.fill(counts, 0);
    int taken = 0;
    while (taken < n) {
      int position = positions[random.nextInt(positions.length)];
      if (position >= 0) {
        counts[position]++;
        taken++;
      }
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

  /** The 2.5th to 97.5th percentile of values, extended if need be to contain the centre. */
  static Interval percentiles(double[] values, double centre) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Interval(
        Math.min(centre, Quantiles.ofSorted(sorted, TAIL)),
        Math.max(centre, Quantiles.ofSorted(sorted, 1 - TAIL)),
        0.95);
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
