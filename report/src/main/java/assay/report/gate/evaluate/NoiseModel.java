package assay.report.gate.evaluate;

import java.util.random.RandomGenerator;

/** How nights and forks vary, in standard deviations of an unchanged series. */
public enum NoiseModel {
  /** Independent normal values. */
  NORMAL("independent, normal", 0, false, 0),
  /** Independent, with the heavier tails of Student's t of 4 degrees of freedom. */
  T4("independent, t4", 0, true, 0),
  /** What is a night's own has a correlation of 0.5 with the night before. */
  AR("AR(1) 0.5, normal", 0.5, false, 0),
  /** Both, and one measurement in a hundred is six standard deviations off. */
  AR_T4_OUTLIERS("AR(1) 0.5, t4, 1 % outliers", 0.5, true, 0.01);

  private static final double OUTLIER = 6;

  private final String words;
  private final double correlation;
  private final boolean heavy;
  private final double outliers;

  NoiseModel(String words, double correlation, boolean heavy, double outliers) {
    this.words = words;
    this.correlation = correlation;
    this.heavy = heavy;
    this.outliers = outliers;
  }

  @Override
  public String toString() {
    return words;
  }

  /** A value of variance 1. */
  private double unit(RandomGenerator random) {
    double z = random.nextGaussian();
    if (!heavy) {
      return z;
    }
    // χ² of 4 degrees is −2·ln(u·v); the variance of t4 is 2.
    double chi = -2 * (Math.log(1 - random.nextDouble()) + Math.log(1 - random.nextDouble()));
    return z / Math.sqrt(chi / 4) / Math.sqrt(2);
  }

  /** What is the night's own, variance 1, after the night before. */
  double night(double before, RandomGenerator random) {
    return correlation * before + Math.sqrt(1 - correlation * correlation) * unit(random);
  }

  /**
   * What is a measurement's own.
   *
   * @param sigma its standard deviation without outliers
   */
  double measurement(double sigma, RandomGenerator random) {
    double value = sigma * unit(random);
    return random.nextDouble() < outliers
        ? value + (random.nextBoolean() ? OUTLIER : -OUTLIER)
        : value;
  }
}
