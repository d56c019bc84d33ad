package assay.core.testing;

import assay.core.availability.Availability;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of made-up cells. */
public final class Metrics {
  private Metrics() {}

  /** Those that are there and the reasons for those that are not. */
  public static Map<MetricKey, Availability<Metric>> of(
      Map<MetricKey, Metric> there, Map<MetricKey, String> reasons) {
    Map<MetricKey, Availability<Metric>> all = new EnumMap<>(MetricKey.class);
    there.forEach((key, metric) -> all.put(key, new Availability.Available<>(metric)));
    reasons.forEach((key, reason) -> all.put(key, new Availability.Unavailable<>(reason)));
    return all;
  }
}
