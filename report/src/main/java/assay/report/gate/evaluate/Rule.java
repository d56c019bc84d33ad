package assay.report.gate.evaluate;

import assay.core.stats.Quantiles;
import assay.core.stats.ScalePrior;
import java.util.Arrays;

/** What else a nightly job might do: a rule of tonight's value against the last 60 nights. */
public enum Rule {
  /** Report nothing. */
  NOTHING("report nothing"),
  /** Tonight is 5 % off the median. */
  FIXED("fixed 5 %"),
  /** Tonight is three robust standard deviations off the median. */
  Z("z > 3");

  static final int NIGHTS = 60;

  private static final double SHARE = 0.05;
  private static final double SCORE = 3;

  private final String words;

  Rule(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }

  /**
   * Whether it alarms on the last night.
   *
   * @param levels logarithms of {@link #NIGHTS} nights and of the last one; NaN if it was not
   *     measured
   */
  boolean alarms(double[] levels) {
    double tonight = levels[levels.length - 1];
    double[] before =
        Arrays.stream(levels, 0, levels.length - 1).filter(Double::isFinite).toArray();
    double shift = Math.abs(tonight - Quantiles.median(before));
    return switch (this) {
      case NOTHING -> false;
      case FIXED -> Math.expm1(shift) > SHARE;
      case Z -> shift > SCORE * ScalePrior.robustScale(before, Double.MIN_NORMAL);
    };
  }
}
