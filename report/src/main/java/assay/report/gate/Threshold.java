package assay.report.gate;

/**
 * The score above which a series is alarmed, and where it comes from. A score is an effect over its
 * noise and over {@link Baseline#tail}, so one threshold serves series with long and short
 * baselines.
 */
public sealed interface Threshold {
  /** Accepted onsets a series-night: half of one a week among 500 series. */
  double RATE = 1.5e-4;

  /** Series-nights from which the fleet's own past decides. */
  long MIN_POOLED = 100_000;

  /** The score. */
  double score();

  /**
   * From the fleet's own past.
   *
   * @param seriesNights how many nights of how many series
   */
  record Pooled(double score, long seriesNights) implements Threshold {}

  /**
   * From a simulation, because the fleet's past is too short.
   *
   * @param noise what was simulated, in words
   * @param seriesNights how much past there is, of {@link #MIN_POOLED}
   */
  record Simulated(double score, String noise, long seriesNights) implements Threshold {}
}
