package assay.report.gate;

/**
 * The threshold of a fleet whose own past is too short: from simulated nights, the noisiest of the
 * four kinds that {@code assay.report.gate.evaluate} knows, so it is no lower than a fleet needs.
 */
final class SimulatedThreshold {
  // 1.5e-4 onsets a series-night rise above 5.04, on 265,000 simulated ones.
  private static final double SCORE = 5.1;

  private static final String NOISE =
      "half of a night's variance its own with a correlation of 0.5, Student's t of 4 degrees,"
          + " 1 % outliers";

  private SimulatedThreshold() {}

  static Threshold with(long seriesNights) {
    return new Threshold.Simulated(SCORE, NOISE, seriesNights);
  }
}
