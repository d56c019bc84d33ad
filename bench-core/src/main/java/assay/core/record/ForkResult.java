package assay.core.record;

import assay.core.checks.Checks;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one fork on hardware measured.
 *
 * @param timing its raw times
 * @param training the training run, null if the workload is not one
 * @param telemetry what was observed during it
 * @param excludedCause null, or the recorded cause (throttled, ECC error, intruding process) for
 *     which no metric uses this fork; never its value
 * @param warmup the warm-up result, null if there was none
 */
public record ForkResult(
    Timing timing,
    @Nullable Training training,
    Telemetry<EnergyReading> telemetry,
    @Nullable String excludedCause,
    @Nullable WarmupResult warmup) {
  /** Beyond it, the work in the energy window was not the timed one. */
  public static final double MAX_EXCESS_PERCENT = 2;

  public ForkResult {
    Checks.textOrNull("excludedCause", excludedCause);
  }

  /**
   * How much longer an execution took in the energy window than when it was timed, in % of the
   * timed seconds: mean against mean; negative if it was faster. Other work than the timed one, or
   * the same at another clock, has other energy.
   *
   * @return null if the fork metered no energy, or if its times are medians of single executions,
   *     with which a mean cannot be compared
   */
  public @Nullable Double windowExcessPercent() {
    if (timing.latency() != null) {
      return null;
    }
    // All readings of a fork are of one window.
    return telemetry.energies().stream()
        .findFirst()
        .map(window -> {
          double metered = window.windowSeconds() / window.executions();
          double timed = Arrays.stream(timing.time().toArray()).average().orElseThrow();
          return 100 * (metered / timed - 1);
        })
        .orElse(null);
  }
}
