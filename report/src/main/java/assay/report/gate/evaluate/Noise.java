package assay.report.gate.evaluate;

import java.util.random.RandomGenerator;

/** How the nights and measurements of a fleet's series vary. */
public sealed interface Noise permits NoiseModel, RecordedNoise {
  /**
   * Draws a series.
   *
   * @param nightShare share of a night's variance that is the night's own
   */
  OfSeries series(double nightShare, RandomGenerator random);

  /** How one series varies. */
  interface OfSeries {
    /** Standard deviation of the logarithm of a night's value. */
    double sigma();

    /** What is the night's own, variance 1, after the night before. */
    double night(double before, RandomGenerator random);

    /**
     * What is a measurement's own.
     *
     * @param sigma its standard deviation, without outliers that come on top of it
     */
    double measurement(double sigma, RandomGenerator random);
  }
}
