package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.record.MetricKey;
import assay.core.stats.Interval;
import org.jspecify.annotations.Nullable;

/** One metric of a cell in two runs: the ratio, or why there is none. */
public sealed interface Change {
  /** The metric. */
  MetricKey key();

  /**
   * A ratio.
   *
   * @param unit of both medians
   * @param base the base's median
   * @param other the other run's median
   * @param ratio above 1 if the other run is better; see the package. The Hodges–Lehmann estimate
   *     over forks, else the ratio of the medians
   * @param estimate 95 % interval of the ratio, or why there is none
   * @param p two-sided p-value of "no difference", null without an interval
   * @param verdict what the forks show, all cells of the comparison taken together
   * @param forksForSame where neither difference nor equality is shown: forks a side that would
   *     show equality within 1 %; else null
   * @param note which forks were compared and how the interval was widened beyond their spread,
   *     null if there is nothing to say
   */
  record Ratio(
      MetricKey key,
      String unit,
      double base,
      double other,
      double ratio,
      Availability<Interval> estimate,
      @Nullable Double p,
      Verdict verdict,
      @Nullable Integer forksForSame,
      @Nullable String note)
      implements Change {}

  /**
   * No ratio.
   *
   * @param reason the reason, with the run that lacks the metric
   */
  record Missing(MetricKey key, String reason) implements Change {}
}
