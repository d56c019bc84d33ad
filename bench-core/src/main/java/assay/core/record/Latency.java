package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import assay.core.stats.Quantiles;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Latency percentiles of single executions within one fork.
 *
 * @param count number of executions, at least 1
 * @param percentiles in s, type 7, or why one is unavailable; all metrics of {@link
 *     MetricKey.Family#LATENCY}
 */
public record Latency(long count, Map<MetricKey, Availability<Double>> percentiles) {
  private static final List<MetricKey> WANTED = MetricKey.of(MetricKey.Family.LATENCY);

  public Latency {
    Map<MetricKey, Availability<Double>> ordered = new EnumMap<>(MetricKey.class);
    ordered.putAll(percentiles);
    percentiles = Collections.unmodifiableMap(ordered);
    if (!List.copyOf(percentiles.keySet()).equals(WANTED)) {
      throw new IllegalArgumentException("percentiles must be " + WANTED);
    }
    percentiles.forEach(
        (key, value) -> value.toOptional().ifPresent(s -> Checks.notNegative(key.id(), s)));
    if (count < 1) {
      throw new IllegalArgumentException("latency needs at least one execution");
    }
  }

  /**
   * Percentiles of all executions of a fork. A percentile beyond which less than one sample is
   * expected (count · (1 − p) below 1) would merely be the largest sample and is unavailable, so
   * p99.9 needs 1,000 executions.
   *
   * @param seconds duration of each execution in s
   */
  public static Latency of(double[] seconds) {
    Map<MetricKey, Availability<Double>> percentiles = new EnumMap<>(MetricKey.class);
    for (MetricKey key : WANTED) {
      double p = new BigDecimal(key.id().substring(1)).movePointLeft(2).doubleValue();
      long needed = Math.round(1 / (1 - p));
      percentiles.put(
          key,
          seconds.length < needed
              ? new Unavailable<>(seconds.length + " executions, " + key + " needs " + needed)
              : new Available<>(Quantiles.quantile(seconds, p)));
    }
    return new Latency(seconds.length, percentiles);
  }
}
