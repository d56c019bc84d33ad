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
   * @param ratio above 1 if the other run is better; see the package
   * @param estimate 95 % interval of the ratio, or why there is none
   * @param verdict what ratio and interval show
   * @param note how the interval was widened beyond the forks' spread, null if it was not
   */
  record Ratio(
      MetricKey key,
      String unit,
      double base,
      double other,
      double ratio,
      Availability<Interval> estimate,
      Verdict verdict,
      @Nullable String note)
      implements Change {}

  /**
   * No ratio.
   *
   * @param reason the reason, with the run that lacks the metric
   */
  record Missing(MetricKey key, String reason) implements Change {}
}
