package assay.core.stats.changepoint;

import assay.core.stats.Noise;
import assay.core.stats.Quantiles;
import assay.core.stats.Segments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A stretch of a series without its outliers, in units of its noise.
 *
 * @param values without outliers, their median 0 and their noise 1
 * @param positions of each of them in the stretch, ascending
 * @param inflation by how much autocorrelation inflates the variance of a mean: (1 + ρ)/(1 − ρ) of
 *     first order, at least 1
 */
record Standardized(double[] values, int[] positions, double inflation) {
  private static final double PRELIMINARY_PENALTY = 10;
  private static final double MAX_OUTLIERS = 0.15;
  private static final double WINSOR = 3;
  private static final double MAX_CORRELATION = 0.9;
  private static final double MAD_TO_SIGMA = 1.4826;

  /**
   * @param series at least two finite values that are not all equal
   */
  static Standardized of(double[] series) {
    double[] values = near(series);
    double noise = noise(values);
    int[] typical = Noise.withoutOutliers(values, noise);
    // So many are no outliers but what the series is like, as with two modes.
    boolean usual = values.length - typical.length > MAX_OUTLIERS * values.length;
    int[] positions = usual ? IntStream.range(0, values.length).toArray() : typical;
    double[] kept = Arrays.stream(positions).mapToDouble(i -> values[i]).toArray();
    double first = usual ? meanNoise(values) : noise(kept);
    if (first == 0) {
      return new Standardized(new double[kept.length], positions, 1);
    }
    // The first estimate is from differences, which positive autocorrelation makes small, so the
    // levels of this round are found with a penalty for which that does not matter.
    List<Integer> starts =
        Segments.starts(kept, first, ChangePoints.MIN_SEGMENT, PRELIMINARY_PENALTY);
    double[] residuals = residuals(kept, starts);
    double sigma = Math.max(first, sigma(residuals));
    double centre = Quantiles.median(kept);
    double[] standardized = Arrays.stream(kept).map(x -> (x - centre) / sigma).toArray();
    return new Standardized(standardized, positions, inflation(residuals, starts, sigma));
  }

  /** Divided by a power of two, so that no sum or square overflows or vanishes. */
  private static double[] near(double[] series) {
    double largest = Arrays.stream(series).map(Math::abs).max().orElseThrow();
    int exponent = Math.getExponent(largest);
    return Arrays.stream(series).map(x -> Math.scalb(x, -exponent)).toArray();
  }

  /** From the median of differences; from their mean where more than half of them are 0. */
  private static double noise(double[] values) {
    double median = Noise.ofDifferences(values);
    return median > 0 ? median : meanNoise(values);
  }

  private static double meanNoise(double[] values) {
    double sum = 0;
    for (int i = 1; i < values.length; i++) {
      sum += Math.abs(values[i] - values[i - 1]);
    }
    return sum / (values.length - 1) * Math.sqrt(Math.PI) / 2;
  }

  private static double[] residuals(double[] values, List<Integer> starts) {
    double[] residuals = new double[values.length];
    for (int s = 0; s < starts.size(); s++) {
      int from = starts.get(s);
      int to = s + 1 < starts.size() ? starts.get(s + 1) : values.length;
      double level = Quantiles.median(Arrays.copyOfRange(values, from, to));
      for (int i = from; i < to; i++) {
        residuals[i] = values[i] - level;
      }
    }
    return residuals;
  }

  private static double sigma(double[] residuals) {
    return MAD_TO_SIGMA * Quantiles.median(Arrays.stream(residuals).map(Math::abs).toArray());
  }

  /**
   * Of residuals that are clipped at three standard deviations; corrected for the bias −(1 + 3ρ)/m
   * of a series of length m about its own mean (M. G. Kendall, Biometrika 41, 1954).
   */
  private static double inflation(double[] residuals, List<Integer> starts, double sigma) {
    double products = 0;
    double squares = 0;
    int next = 1;
    for (int i = 0; i < residuals.length; i++) {
      double own = clipped(residuals[i], sigma);
      squares += own * own;
      boolean begins = next < starts.size() && starts.get(next) == i;
      if (begins) {
        next++;
      } else if (i > 0) {
        products += own * clipped(residuals[i - 1], sigma);
      }
    }
    if (squares == 0) {
      return 1;
    }
    double raw = products / squares;
    double corrected = raw + (1 + 3 * raw) * starts.size() / residuals.length;
    double correlation = Math.clamp(corrected, 0, MAX_CORRELATION);
    return (1 + correlation) / (1 - correlation);
  }

  private static double clipped(double residual, double sigma) {
    return Math.clamp(residual, -WINSOR * sigma, WINSOR * sigma);
  }
}
