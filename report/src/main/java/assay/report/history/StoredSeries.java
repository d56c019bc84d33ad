package assay.report.history;

import assay.core.record.MetricKey.Better;

/**
 * A series, and what its values have in common.
 *
 * @param series which
 * @param unit such as {@code s}
 * @param better which way is better
 * @param primary whether it is judged: false for a metric derived from another
 */
public record StoredSeries(SeriesKey series, String unit, Better better, boolean primary) {
  /** The series of a value. */
  public static StoredSeries of(StoredValue value) {
    return new StoredSeries(value.series(), value.unit(), value.better(), value.primary());
  }

  /** The same on another machine of that host label. */
  StoredSeries of(String identity) {
    return new StoredSeries(series.of(identity), unit, better, primary);
  }
}
