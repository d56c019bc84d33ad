package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.record.MetricKey;
import assay.core.stats.Interval;
import org.jspecify.annotations.Nullable;

/** One metric of a cell in two runs: the ratio, or why there is none. */
public sealed interface Change {
  /** What is compared. */
  MetricKey key();

  /**
   * Both runs have it.
   *
   * @param unit of both medians
   * @param base the base's median
   * @param other the other run's median
   * @param ratio above 1 where the other run is better; see the package
   * @param estimate 95 % interval of the ratio, or why there is none
   * @param verdict what that shows
   * @param note how the interval came about where it is not from forks alone, null otherwise
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
   * It cannot be compared.
   *
   * @param reason why, with the run that lacks it
   */
  record Missing(MetricKey key, String reason) implements Change {}
}
