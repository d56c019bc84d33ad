package assay.core.stats.changepoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * E-divisive as Apache Otava (formerly Hunter) has it, to compare with: windows of 50 values that
 * overlap by half, split where Q is greatest as long as Student's t-test of the two sides has a
 * p-value of at most ten times the wanted one, then the weakest changes merged until all have the
 * wanted one (M. Fleming and others, "Hunter: Using Change Point Detection to Hunt for Performance
 * Regressions", ICPE 2023; otava/analysis.py).
 */
final class Otava {
  /** Otava's default. */
  static final int WINDOW = 50;

  /** Otava's default. */
  static final double MAX_P = 0.001;

  private Otava() {}

  /** Positions, ascending. */
  static List<Integer> changes(double[] values, int window, double maxP) {
    List<Integer> changes = new ArrayList<>();
    int start = 0;
    while (start < values.length) {
      int end = Math.min(start + window, values.length);
      int last = 0;
      for (int change : split(Arrays.copyOfRange(values, start, end), 10 * maxP)) {
        last = start + change;
        if (!changes.contains(last)) {
          changes.add(last);
        }
      }
      start = Math.max(last, start + window / 2);
    }
    changes.sort(null);
    merge(changes, values, maxP);
    return changes;
  }

  /** Ascending. */
  private static List<Integer> split(double[] values, double maxP) {
    List<Integer> changes = new ArrayList<>();
    while (true) {
      List<Integer> bounds = bounds(changes, values.length);
      int at = -1;
      int interval = 0;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = 1; i < bounds.size(); i++) {
        if (bounds.get(i) - bounds.get(i - 1) > 1) {
          Candidate own = best(values, bounds.get(i - 1), bounds.get(i));
          if (own.q() > greatest) {
            at = own.at();
            greatest = own.q();
            interval = i;
          }
        }
      }
      if (at < 0 || !(p(values, bounds.get(interval - 1), at, bounds.get(interval)) <= maxP)) {
        return changes;
      }
      changes.add(at);
      changes.sort(null);
    }
  }

  private static List<Integer> bounds(List<Integer> changes, int length) {
    List<Integer> bounds = new ArrayList<>(changes);
    bounds.addFirst(0);
    bounds.add(length);
    return bounds;
  }

  private record Candidate(int at, double q) {}

  /** The start of the second part where Q is greatest, over all ends of the second part too. */
  private static Candidate best(double[] values, int from, int to) {
    Candidate best = new Candidate(-1, Double.NEGATIVE_INFINITY);
    double left = 0;
    for (int at = from + 1; at < to; at++) {
      for (int i = from; i < at - 1; i++) {
        left += Math.abs(values[i] - values[at - 1]);
      }
      int n = at - from;
      double right = 0;
      double between = 0;
      for (int end = at + 1; end <= to; end++) {
        double added = values[end - 1];
        for (int i = from; i < at; i++) {
          between += Math.abs(values[i] - added);
        }
        for (int i = at; i < end - 1; i++) {
          right += Math.abs(values[i] - added);
        }
        int m = end - at;
        double q =
            2.0 / (m + n) * between
                - (n > 1 ? 2.0 * m / (m + n) / (n - 1) * left : 0)
                - (m > 1 ? 2.0 * n / (m + n) / (m - 1) * right : 0);
        if (q > best.q()) {
          best = new Candidate(at, q);
        }
      }
    }
    return best;
  }

  /**
   * As Otava does it, so that after a change is removed the p-values of the two changes behind it
   * are computed anew, and that of the one before it is not.
   */
  private static void merge(List<Integer> changes, double[] values, double maxP) {
    List<Double> ps = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      ps.add(p(values, changes, i));
    }
    while (!changes.isEmpty()) {
      double greatest = Collections.max(ps);
      if (greatest < maxP) {
        return;
      }
      int weakest = ps.indexOf(greatest);
      changes.remove(/* index */ weakest);
      ps.remove(weakest);
      for (int i = weakest; i < Math.min(weakest + 2, ps.size()); i++) {
        ps.set(i, p(values, changes, i));
      }
    }
  }

  /** Of a change between its neighbours. */
  private static double p(double[] values, List<Integer> changes, int i) {
    List<Integer> bounds = bounds(changes, values.length);
    return p(values, bounds.get(i), bounds.get(i + 1), bounds.get(i + 2));
  }

  /**
   * Two-sided, of Student's t-test; with standard deviations that divide by n, as Otava has them. 1
   * where there is nothing to test by.
   */
  private static double p(double[] values, int from, int at, int to) {
    int n = at - from;
    int m = to - at;
    int degrees = n + m - 2;
    if (degrees <= 0) {
      return 1;
    }
    double left = mean(values, from, at);
    double right = mean(values, at, to);
    double pooled =
        ((n - 1) * variance(values, from, at, left) + (m - 1) * variance(values, at, to, right))
            / degrees;
    double t = Math.abs(left - right) / Math.sqrt(pooled * (1.0 / n + 1.0 / m));
    return Double.isNaN(t) ? 1 : 2 * TDistribution.of(degrees).survivalProbability(t);
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElseThrow();
  }

  private static double variance(double[] values, int from, int to, double mean) {
    return Arrays.stream(values, from, to)
        .map(x -> (x - mean) * (x - mean))
        .average()
        .orElseThrow();
  }
}
