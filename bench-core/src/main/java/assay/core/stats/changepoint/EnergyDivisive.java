package assay.core.stats.changepoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * E-divisive: the series is split where the energy distance of the two sides is greatest, and each
 * side again, as long as no permutation of the values has a greater one (D. S. Matteson and N. A.
 * James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data", JASA
 * 109, 2014, with α = 1).
 *
 * <p>Permuted values have lost their autocorrelation, which inflates the statistic like the
 * variance of a mean; so the statistic is divided by that inflation before it is compared.
 */
final class EnergyDivisive {
  private static final int PERMUTATIONS = 199;
  private static final long SEED = 1;

  private final Standardized series;
  private final List<Integer> changes = new ArrayList<>();

  private EnergyDivisive(Standardized series) {
    this.series = series;
  }

  /** Positions in the standardized values, ascending. */
  static int[] changes(Standardized series) {
    EnergyDivisive divisive = new EnergyDivisive(series);
    divisive.split(0, series.values().length);
    return divisive.changes.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private void split(int from, int to) {
    if (to - from < ChangePoints.MIN_POINTS) {
      return;
    }
    Energy energy = new Energy(Arrays.copyOfRange(series.values(), from, to));
    Split best = energy.best(energy.ranks);
    double statistic = best.statistic() / series.inflation();
    if (statistic <= 0 || exceeded(energy, statistic)) {
      return;
    }
    changes.add(from + best.at());
    split(from, from + best.at());
    split(from + best.at(), to);
  }

  private static boolean exceeded(Energy energy, double statistic) {
    // The same whatever else was tested before.
    RandomGenerator random = new SplittableRandom(SEED);
    int[] permuted = energy.ranks.clone();
    for (int p = 0; p < PERMUTATIONS; p++) {
      for (int i = permuted.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int kept = permuted[i];
        permuted[i] = permuted[other];
        permuted[other] = kept;
      }
      if (energy.best(permuted).statistic() >= statistic) {
        return true;
      }
    }
    return false;
  }

  /** The best split of a series: its second part begins at {@code at}. */
  record Split(int at, double statistic) {}

  /**
   * The statistic Q = mn/(m + n)·[2·mean|X − Y| − mean|X − X′| − mean|Y − Y′|] of every split, in
   * O(n log n): sums of distances of a growing set come from counts and sums by rank.
   */
  static final class Energy {
    private final double[] sorted;
    private final int[] ranks;
    private final int[] counts;
    private final double[] sums;

    Energy(double[] values) {
      sorted = values.clone();
      Arrays.sort(sorted);
      ranks = ranks(values);
      counts = new int[values.length + 1];
      sums = new double[values.length + 1];
    }

    /** Rank of each value, from 0; equal values have different ones. */
    private int[] ranks(double[] values) {
      int[] next = new int[values.length];
      int[] own = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        int first = firstOf(values[i]);
        own[i] = first + next[first]++;
      }
      return own;
    }

    private int firstOf(double value) {
      int low = 0;
      int high = sorted.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sorted[middle] < value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    int[] ranks() {
      return ranks.clone();
    }

    /** Of the values in this order. */
    Split best(int[] order) {
      int n = order.length;
      double[] before = within(order, false);
      double[] after = within(order, true);
      double all = before[n];
      Split best = new Split(0, Double.NEGATIVE_INFINITY);
      for (int m = ChangePoints.MIN_SEGMENT; m <= n - ChangePoints.MIN_SEGMENT; m++) {
        double left = before[m];
        double right = after[n - m];
        int rest = n - m;
        double statistic =
            2.0 / n * (all - left - right)
                - 2.0 * rest / n / (m - 1) * left
                - 2.0 * m / n / (rest - 1) * right;
        if (statistic > best.statistic()) {
          best = new Split(m, statistic);
        }
      }
      return best;
    }

    /** Sum of the distances of all pairs among the first m values, or among the last m. */
    private double[] within(int[] order, boolean fromTheEnd) {
      Arrays.fill(counts, 0);
      Arrays.fill(sums, 0);
      int n = order.length;
      double[] within = new double[n + 1];
      double total = 0;
      for (int m = 0; m < n; m++) {
        int rank = order[fromTheEnd ? n - 1 - m : m];
        double value = sorted[rank];
        int lower = 0;
        double lowerSum = 0;
        for (int i = rank; i > 0; i -= i & -i) {
          lower += counts[i];
          lowerSum += sums[i];
        }
        int higher = m - lower;
        within[m + 1] = within[m] + value * lower - lowerSum + (total - lowerSum) - value * higher;
        for (int i = rank + 1; i <= n; i += i & -i) {
          counts[i]++;
          sums[i] += value;
        }
        total += value;
      }
      return within;
    }
  }
}
