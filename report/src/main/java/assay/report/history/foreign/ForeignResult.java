package assay.report.history.foreign;

import assay.core.record.MetricKey.Better;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of one benchmark.
 *
 * @param benchmark its name with its parameters
 * @param device what it ran on, null if the file does not say
 * @param at when it was measured, null if the file does not say
 * @param figure the value, or why there is none
 */
public record ForeignResult(
    String benchmark, @Nullable String device, @Nullable Instant at, Figure figure) {
  /** A value, or why there is none. */
  public sealed interface Figure {}

  /**
   * A value.
   *
   * @param metric such as {@code time}
   * @param unit {@code s} for times
   * @param better which way is better
   * @param judged false for a metric derived from another
   * @param value finite
   * @param standardError of the value, in the same unit; 0 if the file does not tell
   */
  public record Value(
      String metric, String unit, Better better, boolean judged, double value, double standardError)
      implements Figure {}

  /** No value: the benchmark failed, or was not run. */
  public record None(boolean failed, String reason) implements Figure {}
}
