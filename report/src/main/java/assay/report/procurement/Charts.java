package assay.report.procurement;

import assay.core.record.Metric;
import assay.core.stats.Estimate.Interval;
import assay.report.chart.Estimate;

/** Figures of records as charts want them. */
final class Charts {
  private Charts() {}

  /** A value with its interval. */
  static Estimate estimate(double value, Interval interval) {
    return Estimate.of(value, interval.low(), interval.high());
  }

  /** A metric with its interval, if it has one. */
  static Estimate estimate(Metric metric) {
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    return low == null || high == null
        ? Estimate.withoutInterval(metric.median())
        : Estimate.of(metric.median(), low, high);
  }

  /**
   * A rate from a time: amount ÷ time; the interval's ends change places.
   *
   * @param amount work of one execution
   */
  static Estimate rate(Metric time, double amount) {
    Double low = time.ciLow();
    Double high = time.ciHigh();
    double rate = amount / time.median();
    return low == null || high == null
        ? Estimate.withoutInterval(rate)
        : Estimate.of(rate, amount / high, amount / low);
  }
}
