package assay.core.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Robust scales of many series, each drawn towards what is usual among them: empirical Bayes on the
 * logarithms of the scales (G. K. Smyth, Statistical Applications in Genetics and Molecular Biology
 * 3, 2004, with moments of the logarithm of the median absolute deviation in place of those of the
 * variance).
 *
 * <p>With fewer than {@link #MIN_SERIES} scales nobody knows what is usual, and nothing is drawn.
 *
 * @param mean of the logarithms of the scales
 * @param variance of the true logarithms about it: what sampling does not explain; infinite if
 *     nothing is drawn
 * @param series number of scales
 */
public record ScalePrior(double mean, double variance, int series) {
  /** The fewest scales that tell what is usual. */
  public static final int MIN_SERIES = 10;

  /** Makes a median absolute deviation the standard deviation of a normal distribution. */
  private static final double NORMAL = 1.4826;

  // The logarithm of the median absolute deviation of n values has a variance of 1.36/n if they are
  // independent and normal; nights depend on each other, and 1.9/n was found by simulation.
  private static final double SAMPLING = 1.9;

  /**
   * A scale and how sure it is.
   *
   * @param value above 0
   * @param logVariance variance of its logarithm
   */
  public record Scale(double value, double logVariance) {
    /**
     * How much further the tail of a normal value over this scale reaches than with a known scale:
     * the ratio of Student's quantile to the normal one. The logarithm of a scale of ν degrees of
     * freedom has a variance of about 1/(2ν).
     *
     * @param tail probability beyond, on one side
     * @return at least 1
     */
    public double tailRatio(double tail) {
      if (logVariance <= 0) {
        return 1;
      }
      return TDistribution.of(1 / (2 * logVariance)).inverseSurvivalProbability(tail)
          / NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
    }
  }

  /**
   * The median absolute deviation as a standard deviation.
   *
   * @param floor the least that is returned, above 0: constant values have no deviation
   */
  public static double robustScale(double[] values, double floor) {
    return Math.max(floor, NORMAL * Quantiles.mad(values));
  }

  /**
   * Learns what is usual.
   *
   * @param scales above 0
   * @param values of how many values each scale was estimated
   */
  public static ScalePrior of(double[] scales, int[] values) {
    int n = scales.length;
    double mean = 0;
    double sampling = 0;
    for (int i = 0; i < n; i++) {
      mean += Math.log(scales[i]) / n;
      sampling += SAMPLING / values[i] / n;
    }
    if (n < MIN_SERIES) {
      return new ScalePrior(mean, Double.POSITIVE_INFINITY, n);
    }
    double squares = 0;
    for (double scale : scales) {
      squares += Math.pow(Math.log(scale) - mean, 2);
    }
    return new ScalePrior(mean, Math.max(0, squares / (n - 1) - sampling), n);
  }

  /**
   * The posterior scale of a series.
   *
   * @param scale its own, above 0
   * @param values of how many values it was estimated
   */
  public Scale draw(double scale, int values) {
    double sampling = SAMPLING / values;
    if (Double.isInfinite(variance)) {
      return new Scale(scale, sampling);
    }
    double own = variance / (variance + sampling);
    double ofMean = (1 - own) * (1 - own) * (variance + sampling) / series;
    return new Scale(Math.exp(mean + own * (Math.log(scale) - mean)), own * sampling + ofMean);
  }
}
