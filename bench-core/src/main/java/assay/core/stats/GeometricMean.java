package assay.core.stats;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;

/**
 * The geometric mean of ratios, with equal weights. Only for ratios: a mean over times would be
 * dominated by the longest workload (P. J. Fleming and J. J. Wallace, "How not to lie with
 * statistics", Communications of the ACM 29, 1986).
 *
 * <p>Its interval is that of the mean of the ratios' own resamples: forks are drawn within each
 * cell, cells are not. So it expresses the uncertainty of the mean over these workloads and says
 * nothing about others.
 *
 * @param ratio the mean
 * @param ratios number of ratios, at least 1
 * @param estimate its interval, or why there is none
 */
public record GeometricMean(double ratio, int ratios, Availability<Interval> estimate) {

  /**
   * Computes it.
   *
   * @param ratios at least one; if one has no interval, the mean has none
   */
  public static GeometricMean of(List<MedianRatio> ratios) {
    if (ratios.isEmpty()) {
      throw new IllegalArgumentException("no ratios: a mean of nothing is undefined");
    }
    double sum = 0;
    double[] logs = new double[MedianRatio.RESAMPLES];
    int without = 0;
    for (MedianRatio ratio : ratios) {
      sum += Math.log(ratio.ratio());
      double[] own = ratio.logRatios();
      without += own.length == 0 ? 1 : 0;
      for (int i = 0; i < own.length; i++) {
        logs[i] += own[i] / ratios.size();
      }
    }
    int n = ratios.size();
    double mean = Math.exp(sum / n);
    Availability<Interval> estimate =
        without == 0
            ? new Available<>(MedianRatio.interval(logs, mean))
            : new Unavailable<>(without + " of " + n + " ratios have no interval");
    return new GeometricMean(mean, n, estimate);
  }
}
