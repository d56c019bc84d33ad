package assay.core.record;

import assay.core.checks.Checks;
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
  public ForkResult {
    Checks.textOrNull("excludedCause", excludedCause);
  }
}
