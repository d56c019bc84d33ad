package assay.report.gate;

/**
 * The threshold of a fleet whose own past is too short: from simulated nights, the noisiest of the
 * four kinds that {@code assay.report.gate.evaluate} knows, so it is no lower than a fleet needs.
 */
final class SimulatedThreshold {
  /** The score that 1.5e-4 onsets a series-night exceed. */
  private static final double SCORE = 5.5;

  private static final String NOISE =
      "half of a night's variance its own with a correlation of 0.5, Student's t of 4 degrees,"
          + " 1 % outliers";

  private SimulatedThreshold() {}

  static Threshold with(long seriesNights) {
    return new Threshold.Simulated(SCORE, NOISE, seriesNights);
  }
}
