package assay.core.record;

import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What one fork on hardware measured.
 *
 * @param timing its raw times
 * @param training the training run, null where the workload is none
 * @param telemetry what was observed beside it
 * @param excludedCause null, or the recorded cause (throttled, ECC error, intruding process) for
 *     which no metric uses this fork; never its value
 * @param warmup how it was warmed up until times and clock had settled, null where it was not
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
