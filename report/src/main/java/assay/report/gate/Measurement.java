package assay.report.gate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A valid reading.
 *
 * @param series which
 * @param levels one of the first value and each rerun, before host correction
 * @param error relative standard error of the first value, 0 if it is not known
 * @param baseline null if there is none yet
 */
record Measurement(Series series, double[] levels, double error, @Nullable Baseline baseline) {
  static Measurement of(Series series, Reading.Measured reading, @Nullable Baseline baseline) {
    double sign = series.sign();
    return new Measurement(
        series,
        Arrays.stream(reading.values()).map(value -> sign * Math.log(value)).toArray(),
        reading.standardError() / reading.value(),
        baseline);
  }
}
