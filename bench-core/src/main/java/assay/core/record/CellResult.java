package assay.core.record;

import assay.core.availability.Availability;
import assay.core.checks.Checks;
import assay.core.stats.SteadyState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a measured cell.
 *
 * @param metrics the requested metrics, each with its estimate or the reason why it is unavailable;
 *     at least one is available
 * @param steadyStates number of forks in each class
 * @param telemetry what was observed during the timing
 * @param training the training run of the first fork, null if the workload is not one
 */
public record CellResult(
    Map<MetricKey, Availability<Metric>> metrics,
    Map<SteadyState, Integer> steadyStates,
    Telemetry<Energy> telemetry,
    @Nullable Training training) {
  public CellResult {
    Map<MetricKey, Availability<Metric>> ordered = new EnumMap<>(MetricKey.class);
    ordered.putAll(metrics);
    metrics = Collections.unmodifiableMap(ordered);
    steadyStates = Checks.copy("steadyStates", steadyStates);
    boolean some = false;
    for (var entry : metrics.entrySet()) {
      if (entry.getValue() instanceof Availability.Available<Metric>(Metric metric)) {
        some = true;
        if (!entry.getKey().units().contains(metric.unit())) {
          throw new IllegalArgumentException(entry.getKey() + " is not in " + metric.unit());
        }
      }
    }
    if (!some) {
      throw new IllegalArgumentException("a measured cell needs at least one metric");
    }
  }

  /** The metric; null if unavailable or not requested. */
  public @Nullable Metric metric(MetricKey key) {
    Availability<Metric> metric = metrics.get(key);
    return metric == null ? null : metric.orNull();
  }

  /** Why a requested metric is unavailable; null if available or not requested. */
  public @Nullable String whyNot(MetricKey key) {
    Availability<Metric> metric = metrics.get(key);
    return metric == null ? null : metric.whyNot();
  }

  /** The available metrics. */
  public Map<MetricKey, Metric> available() {
    Map<MetricKey, Metric> there = new EnumMap<>(MetricKey.class);
    metrics.forEach((key, metric) -> metric.toOptional().ifPresent(m -> there.put(key, m)));
    return there;
  }

  /** The reasons for the unavailable metrics. */
  public Map<MetricKey, String> unavailable() {
    Map<MetricKey, String> reasons = new EnumMap<>(MetricKey.class);
    for (MetricKey key : metrics.keySet()) {
      String reason = whyNot(key);
      if (reason != null) {
        reasons.put(key, reason);
      }
    }
    return reasons;
  }
}
