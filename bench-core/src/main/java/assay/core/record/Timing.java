package assay.core.record;

import assay.core.checks.Checks;
import assay.core.stats.SteadyState;
import org.jspecify.annotations.Nullable;

/**
 * The raw times of one fork.
 *
 * @param samples s per execution, one an iteration, in the order they ran; at least one, all above
 *     0
 * @param warmup the same for the iterations before, which no figure uses
 * @param deviceSamples the same as {@code samples} by the device's own clock, null where it has
 *     none
 * @param deviceReason why there is no device time, null where there is
 * @param steadyState how the samples (not the warm-up) behaved over time
 * @param latency percentiles of single executions, null where the workload does not want them
 * @param endToEnd s by the host's clock for writing all inputs, one execution and reading all
 *     outputs, one a pass; null where no device has memory of its own, and where {@code samples}
 *     hold the transfers already
 */
public record Timing(
    Series samples,
    Series warmup,
    @Nullable Series deviceSamples,
    @Nullable String deviceReason,
    SteadyState steadyState,
    @Nullable Latency latency,
    @Nullable Series endToEnd) {
  public Timing {
    positive("samples", samples);
    positive("warmup", warmup);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("a timed fork has at least one sample");
    }
    Checks.eitherOr("deviceSamples", deviceSamples, deviceReason);
    if (deviceSamples != null) {
      positive("deviceSamples", deviceSamples);
      if (deviceSamples.isEmpty()) {
        throw new IllegalArgumentException("no device sample is missing, with a reason");
      }
    }
    if (endToEnd != null) {
      positive("endToEnd", endToEnd);
      if (endToEnd.isEmpty()) {
        throw new IllegalArgumentException("without a pass there is no endToEnd");
      }
    }
  }

  /** Without passes that hold the transfers. */
  public Timing(
      Series samples,
      Series warmup,
      @Nullable Series deviceSamples,
      @Nullable String deviceReason,
      SteadyState steadyState,
      @Nullable Latency latency) {
    this(samples, warmup, deviceSamples, deviceReason, steadyState, latency, null);
  }

  /** The same with passes that hold the transfers, at least one. */
  public Timing withEndToEnd(double[] seconds) {
    return new Timing(
        samples, warmup, deviceSamples, deviceReason, steadyState, latency, Series.of(seconds));
  }

  /** Times by the host's clock alone; the steady-state class is worked out. */
  public static Timing ofHost(
      double[] samples, double[] warmup, String deviceReason, @Nullable Latency latency) {
    SteadyState state = SteadyState.classify(samples);
    return new Timing(Series.of(samples), Series.of(warmup), null, deviceReason, state, latency);
  }

  /** Times by the host's and the device's clock; the steady-state class is that of the host's. */
  public static Timing ofDevice(
      double[] samples, double[] warmup, double[] deviceSamples, @Nullable Latency latency) {
    return new Timing(
        Series.of(samples),
        Series.of(warmup),
        Series.of(deviceSamples),
        null,
        SteadyState.classify(samples),
        latency);
  }

  private static void positive(String name, Series series) {
    for (int i = 0; i < series.size(); i++) {
      if (!(series.get(i) > 0)) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + series.get(i) + " s: nothing takes no time");
      }
    }
  }
}
