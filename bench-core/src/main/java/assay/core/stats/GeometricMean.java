package assay.core.stats;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The geometric mean of ratios, with equal weights. Only for ratios: a mean over times would be
 * dominated by the longest workload (P. J. Fleming and J. J. Wallace, "How not to lie with
 * statistics", Communications of the ACM 29, 1986).
 *
 * <p>The cells of one round share the machine's state, so their ratios err together, and an
 * interval that treats them as independent is too narrow. The unit is the round: each gives one
 * number, the mean over the cells of their logarithms, and the interval is over those. It expresses
 * the uncertainty of the mean over these workloads and says nothing about others.
 *
 * @param ratio the mean
 * @param cells number of cells, at least 1
 * @param estimate its 95 % interval, or why there is none
 */
public record GeometricMean(double ratio, int cells, Availability<Interval> estimate) {
  private static final double LEVEL = 0.95;

  /** Fewer rounds say too little of how much rounds differ. */
  private static final int MIN_ROUNDS = MedianInterval.MIN_FORKS;

  /**
   * The mean ratio of two independent runs: Welch's interval of the difference of their rounds'
   * means (B. L. Welch, Biometrika 34, 1947).
   *
   * @param numerator one row a round, each with the logarithms of all cells in the same order; rows
   *     of rounds that lack a cell are left out by the caller
   * @param denominator likewise, of the same cells
   */
  public static GeometricMean ofRuns(double[][] numerator, double[][] denominator) {
    int cells = cells(numerator);
    if (cells != cells(denominator)) {
      throw new IllegalArgumentException(cells + " and " + cells(denominator) + " cells");
    }
    Sample over = Sample.of(numerator);
    Sample under = Sample.of(denominator);
    double mean = over.mean - under.mean;
    if (over.n < MIN_ROUNDS || under.n < MIN_ROUNDS) {
      return new GeometricMean(Math.exp(mean), cells, tooFew(Math.min(over.n, under.n)));
    }
    double a = over.variance / over.n;
    double b = under.variance / under.n;
    double freedom =
        a + b == 0 ? 1 : (a + b) * (a + b) / (a * a / (over.n - 1) + b * b / (under.n - 1));
    return new GeometricMean(Math.exp(mean), cells, interval(mean, Math.sqrt(a + b), freedom));
  }

  private static int cells(double[][] rounds) {
    int cells = rounds.length == 0 ? 0 : rounds[0].length;
    if (cells == 0) {
      throw new IllegalArgumentException("no ratios: a mean of nothing is undefined");
    }
    for (double[] round : rounds) {
      if (round.length != cells) {
        throw new IllegalArgumentException(
            "rounds of " + cells + " and " + round.length + " cells have no common mean");
      }
    }
    return cells;
  }

  private static Unavailable<Interval> tooFew(int rounds) {
    return new Unavailable<>(
        String.format(
            Locale.ROOT,
            "%d complete %s, an interval needs %d",
            rounds,
            rounds == 1 ? "round" : "rounds",
            MIN_ROUNDS));
  }

  private static Availability<Interval> interval(double mean, double error, double freedom) {
    double half =
        error == 0
            ? 0
            : error * TDistribution.of(freedom).inverseSurvivalProbability((1 - LEVEL) / 2);
    return new Available<>(new Interval(Math.exp(mean - half), Math.exp(mean + half), LEVEL));
  }

  /** Mean and variance of the rounds' means. */
  private record Sample(int n, double mean, double variance) {
    static Sample of(double[][] rounds) {
      double[] means =
          Arrays.stream(rounds)
              .mapToDouble(round -> Arrays.stream(round).average().orElseThrow())
              .toArray();
      double mean = Arrays.stream(means).average().orElseThrow();
      double squares = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum();
      return new Sample(means.length, mean, means.length < 2 ? 0 : squares / (means.length - 1));
    }
  }
}
