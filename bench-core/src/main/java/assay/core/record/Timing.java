package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.SteadyState;
import java.util.Arrays;
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
 * @param warmupSamples s per execution before the samples, in execution order: the chunks of the
 *     warm-up, then the warm-up iterations (training: their steps). No metric uses them
 * @param steadyState how these and the samples of {@link MetricKey#TIME} (training: {@code steps})
 *     behaved over time
 * @param latency percentiles of single executions, null if the workload does not request them
 * @param steps the times of training steps, null if the workload is not training or if an older
 *     record does not say
 * @param inputSets which inputs the executions used, null if the workload is training or if an
 *     older record does not say
 */
public record Timing(
    Map<MetricKey, Availability<Series>> samples,
    Series warmupSamples,
    SteadyState steadyState,
    @Nullable Latency latency,
    @Nullable Steps steps,
    @Nullable InputSets inputSets) {
  /** Most values that {@link Steps} holds. */
  public static final int MAX_STEPS = 1_024;

  /**
   * The times of the counted training steps. More than {@value #MAX_STEPS} are kept as means of
   * equally many consecutive ones, so that their sum is preserved.
   *
   * @param perValue steps in each value, at least 1; the last value may have fewer
   * @param seconds s per step, in order
   */
  public record Steps(int perValue, Series seconds) {
    public Steps {
      if (perValue < 1 || seconds.isEmpty() || seconds.size() > MAX_STEPS) {
        throw new IllegalArgumentException(
            seconds.size() + " values of " + perValue + " steps: there must be 1 to " + MAX_STEPS);
      }
      positive("steps.seconds", seconds);
    }

    /** All times, at least one, reduced to at most {@value #MAX_STEPS} values. */
    public static Steps of(double[] seconds) {
      int perValue = Math.max(1, Math.ceilDiv(seconds.length, MAX_STEPS));
      double[] means = new double[Math.ceilDiv(seconds.length, perValue)];
      for (int i = 0; i < means.length; i++) {
        int from = i * perValue;
        int to = Math.min(seconds.length, from + perValue);
        means[i] = Arrays.stream(seconds, from, to).sum() / (to - from);
      }
      return new Steps(perValue, Series.of(means));
    }
  }

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
    return new Timing(all, warmupSamples, steadyState, latency, steps, inputSets);
  }

  /** The same with the times of training steps, by which the steady-state class is computed. */
  public Timing with(Steps times) {
    SteadyState state = SteadyState.classify(warmupSamples.toArray(), times.seconds().toArray());
    return new Timing(samples, warmupSamples, state, latency, times, inputSets);
  }

  /** The same with the sets of inputs that the executions used. */
  public Timing with(InputSets sets) {
    return new Timing(samples, warmupSamples, steadyState, latency, steps, sets);
  }

  /**
   * Times by the host's clock only; the steady-state class is computed.
   *
   * @param warmup as {@link #warmupSamples}
   */
  public static Timing ofHost(
      double[] samples, double[] warmup, String deviceReason, @Nullable Latency latency) {
    return new Timing(
        Map.of(
            MetricKey.TIME,
            new Available<>(Series.of(samples)),
            MetricKey.DEVICE_TIME,
            new Unavailable<>(deviceReason)),
        Series.of(warmup),
        SteadyState.classify(warmup, samples),
        latency,
        null,
        null);
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
