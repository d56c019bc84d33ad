package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.SteadyState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The raw times of one fork.
 *
 * @param samples samples in s of each directly sampled metric, in sampling order; {@link
 *     MetricKey#TIME} (one per iteration) is always present. No series is empty, and every value is
 *     above 0
 * @param warmupSamples s per execution of the warm-up iterations, which no metric uses
 * @param steadyState how the samples of {@link MetricKey#TIME} behaved over time
 * @param latency percentiles of single executions, null if the workload does not request them
 */
public record Timing(
    Map<MetricKey, Availability<Series>> samples,
    Series warmupSamples,
    SteadyState steadyState,
    @Nullable Latency latency) {
  public Timing {
    Map<MetricKey, Availability<Series>> ordered = new EnumMap<>(MetricKey.class);
    ordered.putAll(samples);
    samples = Collections.unmodifiableMap(ordered);
    positive("warmupSamples", warmupSamples);
    samples.forEach((key, series) -> series.toOptional().ifPresent(s -> sampled(key, s)));
    if (!(samples.get(MetricKey.TIME) instanceof Available<Series>)) {
      throw new IllegalArgumentException("a fork on hardware needs samples of its time");
    }
  }

  private static void sampled(MetricKey key, Series series) {
    if (series.isEmpty()) {
      throw new IllegalArgumentException(
          "a metric without samples, such as " + key + ", must be unavailable," + " with a reason");
    }
    if (!key.unit().equals("s")) {
      throw new IllegalArgumentException("samples must be in s, but " + key + " is not");
    }
    positive(key.id(), series);
  }

  /** The samples of {@link MetricKey#TIME}, at least one. */
  public Series time() {
    return Objects.requireNonNull(series(MetricKey.TIME));
  }

  /** The samples of a metric, null if it has none. */
  public @Nullable Series series(MetricKey key) {
    return samples.get(key) instanceof Available<Series>(Series series) ? series : null;
  }

  /** The same with samples of another metric, at least one. */
  public Timing with(MetricKey key, double... seconds) {
    Map<MetricKey, Availability<Series>> all = new EnumMap<>(samples);
    all.put(key, new Available<>(Series.of(seconds)));
    return new Timing(all, warmupSamples, steadyState, latency);
  }

  /** Times by the host's clock only; the steady-state class is computed. */
  public static Timing ofHost(
      double[] samples, double[] warmup, String deviceReason, @Nullable Latency latency) {
    return new Timing(
        Map.of(
            MetricKey.TIME,
            new Available<>(Series.of(samples)),
            MetricKey.DEVICE_TIME,
            new Unavailable<>(deviceReason)),
        Series.of(warmup),
        SteadyState.classify(samples),
        latency);
  }

  /** Times by the host's and the device's clock; the steady-state class is that of the host's. */
  public static Timing ofDevice(
      double[] samples, double[] warmup, double[] deviceSamples, @Nullable Latency latency) {
    return ofHost(samples, warmup, "the workload requests none", latency)
        .with(MetricKey.DEVICE_TIME, deviceSamples);
  }

  private static void positive(String name, Series series) {
    for (int i = 0; i < series.size(); i++) {
      if (!(series.get(i) > 0)) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + series.get(i) + " s: every time must be above 0");
      }
    }
  }
}
