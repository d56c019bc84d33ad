package assay.core.stats;

/**
 * Exact null distributions of the two rank statistics: how many of the pairs of two samples lie
 * above zero (Mann and Whitney's U), and how many of the Walsh averages of one sample do
 * (Wilcoxon's signed rank). Both are symmetric.
 *
 * <p>The recurrences condition on the largest value (H. B. Mann and D. R. Whitney, Annals of
 * Mathematical Statistics 18, 1947, equation 1; F. Wilcoxon, Biometrics Bulletin 1, 1945). They are
 * run on probabilities, of which none is ever subtracted, so that every tail is exact to a few
 * roundings.
 */
final class RankDistribution {
  /** The largest sample that is computed exactly; it takes a tenth of a second. */
  static final int MAX_SIZE = 100;

  private RankDistribution() {}

  /**
   * P(U ≤ u) for u from 0 to m·n.
   *
   * @param m size of one sample, 1 to {@link #MAX_SIZE}
   * @param n size of the other, 1 to {@link #MAX_SIZE}
   */
  static double[] twoSamples(int m, int n) {
    check(m);
    check(n);
    return cumulated(pairs(Math.min(m, n), Math.max(m, n)));
  }

  /**
   * P(W ≤ w) for w from 0 to n(n + 1)/2.
   *
   * @param n number of differences, 1 to {@link #MAX_SIZE}
   */
  static double[] signedRank(int n) {
    check(n);
    return cumulated(ranks(n));
  }

  private static void check(int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a sample of " + size + " values; ranks are compared for 1 to " + MAX_SIZE);
    }
  }

  /** P(U = u), by rows of the smaller sample's size; the row of size 0 is certain to be 0. */
  private static double[] pairs(int m, int n) {
    double[][] row = new double[n + 1][];
    for (int j = 0; j <= n; j++) {
      row[j] = new double[] {1};
    }
    for (int i = 1; i <= m; i++) {
      double[][] next = new double[n + 1][];
      next[0] = new double[] {1};
      for (int j = 1; j <= n; j++) {
        double[] own = new double[i * j + 1];
        // The largest of all i + j values is one of the i, above all j of the others, or one of j.
        double share = (double) i / (i + j);
        double[] without = row[j];
        for (int u = 0; u < without.length; u++) {
          own[u + j] += share * without[u];
        }
        double[] other = next[j - 1];
        for (int u = 0; u < other.length; u++) {
          own[u] += (1 - share) * other[u];
        }
        next[j] = own;
      }
      row = next;
    }
    return row[n];
  }

  /** P(W = w): each rank is that of a positive difference with probability ½. */
  private static double[] ranks(int n) {
    double[] own = new double[n * (n + 1) / 2 + 1];
    own[0] = 1;
    int most = 0;
    for (int rank = 1; rank <= n; rank++) {
      most += rank;
      for (int w = most; w >= 0; w--) {
        own[w] = (own[w] + (w >= rank ? own[w - rank] : 0)) / 2;
      }
    }
    return own;
  }

  private static double[] cumulated(double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += probabilities[i];
      probabilities[i] = sum;
    }
    return probabilities;
  }
}
