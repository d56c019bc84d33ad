package assay.report.gate;

import assay.core.stats.Equivalence;
import assay.core.stats.Interval;

/**
 * What a verdict rests on. Effects are changes of the metric's own value as shares: 0.02 is 2 %
 * more time, or 2 % more throughput.
 *
 * @param effect median of the last three nights against the baseline, or the level before an event
 * @param interval of the effect, of level 0.95
 * @param smallestDetectable the smallest worsening, as a share above 0, that would be alarmed by
 *     the third night in about 95 % of cases
 * @param limit the worsening above which the series is alarmed, as a share above 0
 * @param threshold the score that it comes from
 * @param baselineNights nights in the baseline
 */
public record Evidence(
    double effect,
    Interval interval,
    double smallestDetectable,
    double limit,
    Threshold threshold,
    int baselineNights) {
  /** A series whose 90 % interval lies within this share of its baseline is unchanged. */
  public static final double MARGIN = 0.01;

  // Normal quantile of 0.95: the power by the third night.
  private static final double POWER = 1.645;

  /**
   * Puts logarithms into shares.
   *
   * @param shift of the level; above 0 is worse
   * @param limit of the shift
   */
  static Evidence of(
      Series series,
      double shift,
      double noise,
      Baseline baseline,
      Threshold threshold,
      double limit) {
    double step = threshold.score() * baseline.tail() * noise;
    Interval around = interval(series, shift, noise * baseline.wide(), 0.95);
    return new Evidence(
        Math.expm1(series.sign() * shift),
        new Interval(around.low() - 1, around.high() - 1, 0.95),
        Math.expm1(step + POWER * noise),
        Math.expm1(limit),
        threshold,
        baseline.nights());
  }

  /** Whether the value is shown to be what it was. */
  static boolean unchanged(Series series, double shift, double noise, Baseline baseline) {
    return Equivalence.shown(
        interval(series, shift, noise * baseline.narrow(), Equivalence.LEVEL), MARGIN);
  }

  /** Of the ratio of the values. */
  private static Interval interval(Series series, double shift, double half, double level) {
    double centre = series.sign() * shift;
    return new Interval(Math.exp(centre - half), Math.exp(centre + half), level);
  }
}
