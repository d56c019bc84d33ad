package assay.report.history;

import assay.core.record.MetricKey.Better;

/**
 * A series' value in one run.
 *
 * @param series which
 * @param value the median over forks, in {@code unit}
 * @param standardError of the value, in the same unit, from its interval; 0 if it has none
 * @param unit such as {@code s}
 * @param better which way is better
 * @param primary whether the series is judged: false for a metric derived from another
 */
public record StoredValue(
    SeriesKey series,
    double value,
    double standardError,
    String unit,
    Better better,
    boolean primary) {}
