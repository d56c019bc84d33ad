package assay.core.stats;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean over the folds of a cross-validation.
 *
 * <p>Folds share training data, so their results are correlated, and the plain t interval is too
 * narrow. C. Nadeau and Y. Bengio (Inference for the generalization error, Machine Learning 52,
 * 2003) replace the variance of the mean of k results, s²/k, by (1/k + n₂/n₁)·s², with n₂ test and
 * n₁ training examples in a fold, and use Student's t with k − 1 degrees of freedom.
 */
public final class CrossValidation {
  private static final double LEVEL = 0.95;

  private CrossValidation() {}

  /** The mean. */
  public static double mean(double[] perFold) {
    return Arrays.stream(perFold).average().orElseThrow();
  }

  /**
   * The corrected interval of the mean, of nominal level 0.95.
   *
   * @param perFold one value per fold, any unit
   * @param testToTraining test examples ÷ training examples of a fold, above 0
   * @return the interval, or why there is none
   */
  public static Availability<Interval> interval(double[] perFold, double testToTraining) {
    if (!(testToTraining > 0)) {
      throw new IllegalArgumentException("test ÷ training is " + testToTraining + ", not above 0");
    }
    int k = perFold.length;
    if (k < 2) {
      return new Unavailable<>("a single fold has no spread");
    }
    if (Arrays.stream(perFold).distinct().count() == 1) {
      return new Unavailable<>(
          "all folds gave the same value, which tells nothing of their spread");
    }
    double mean = mean(perFold);
    double variance = Arrays.stream(perFold).map(v -> (v - mean) * (v - mean)).sum() / (k - 1);
    double t = TDistribution.of(k - 1).inverseSurvivalProbability((1 - LEVEL) / 2);
    double half = t * Math.sqrt((1.0 / k + testToTraining) * variance);
    return new Available<>(new Interval(mean - half, mean + half, LEVEL));
  }
}
