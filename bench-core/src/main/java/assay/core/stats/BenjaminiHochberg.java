package assay.core.stats;

import java.util.Arrays;

/**
 * Which of many tests to believe: Benjamini and Hochberg's step-up procedure. Of what it rejects,
 * at most the share q is false on average (Y. Benjamini and Y. Hochberg, Journal of the Royal
 * Statistical Society B 57, 1995); where nothing differs, anything is rejected with probability q
 * at most. It holds for independent tests and for positively dependent ones.
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * The largest p-value that is rejected: the largest of them with p(i) ≤ q·i/m in ascending order.
   * Whatever has that p-value or a smaller one is rejected.
   *
   * @param p values from 0 to 1, in any order
   * @param q the share of false rejections that is accepted, for example 0.05
   * @return 0 if nothing is rejected
   */
  public static double threshold(double[] p, double q) {
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    for (int i = sorted.length; i > 0; i--) {
      if (sorted[i - 1] <= q * i / sorted.length) {
        return sorted[i - 1];
      }
    }
    return 0;
  }
}
