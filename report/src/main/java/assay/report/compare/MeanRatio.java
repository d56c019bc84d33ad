package assay.report.compare;

import assay.core.record.MetricKey;
import assay.core.stats.GeometricMean;

/**
 * A geometric mean of ratios.
 *
 * @param scope which cells, for people, such as {@code all cells}
 * @param key whose ratios
 * @param mean the mean; above 1 where the other run is better
 * @param verdict what its interval shows
 */
public record MeanRatio(String scope, MetricKey key, GeometricMean mean, Verdict verdict) {}
