package assay.report.gate.evaluate;

import java.util.random.RandomGenerator;

/**
 * Simulated nights and forks, in standard deviations of an unchanged series. Series differ in
 * theirs: it is lognormal around {@link #SIGMA}.
 */
public enum NoiseModel implements Noise {
  /** Independent normal values. */
  NORMAL("independent, normal", 0, false, 0),
  /** Independent, with the heavier tails of Student's t of 4 degrees of freedom. */
  T4("independent, t4", 0, true, 0),
  /** What is a night's own has a correlation of 0.5 with the night before. */
  AR("AR(1) 0.5, normal", 0.5, false, 0),
  /** Both, and one measurement in a hundred is six standard deviations off. */
  AR_T4_OUTLIERS("AR(1) 0.5, t4, 1 % outliers", 0.5, true, 0.01);

  /** Median over series of the relative standard deviation from night to night. */
  static final double SIGMA = 0.004;

  /** Standard deviation of the logarithm of the series' standard deviations. */
  private static final double SIGMA_SPREAD = 0.5;

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

  @Override
  public OfSeries series(double nightShare, RandomGenerator random) {
    return new Simulated(this, SIGMA * Math.exp(SIGMA_SPREAD * random.nextGaussian()));
  }

  private record Simulated(NoiseModel model, double sigma) implements OfSeries {
    @Override
    public double night(double before, RandomGenerator random) {
      return model.night(before, random);
    }

    @Override
    public double measurement(double sigma, RandomGenerator random) {
      return model.measurement(sigma, random);
    }
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

  private double measurement(double sigma, RandomGenerator random) {
    double value = sigma * unit(random);
    return random.nextDouble() < outliers
        ? value + (random.nextBoolean() ? OUTLIER : -OUTLIER)
        : value;
  }
}
