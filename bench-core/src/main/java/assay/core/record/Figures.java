package assay.core.record;

import assay.core.checks.Checks;
import assay.core.stats.SteadyState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a measured cell.
 *
 * @param metrics by name, at least one, such as {@code time}, {@code throughput}, {@code
 *     percentOfPeak}
 * @param unavailable the reason for each metric that was wanted and is not there
 * @param steadyStates how many forks fell into each class
 * @param telemetry what was observed beside the timing
 * @param training the training run of the first fork, null where the workload is none
 */
public record Figures(
    Map<String, Metric> metrics,
    Map<String, String> unavailable,
    Map<SteadyState, Integer> steadyStates,
    Telemetry telemetry,
    @Nullable Training training) {
  public Figures {
    metrics = Checks.copy("metrics", metrics);
    unavailable = Checks.copy("metricsUnavailable", unavailable);
    steadyStates = Checks.copy("steadyStates", steadyStates);
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("a measured cell has at least one metric");
    }
    for (var missing : unavailable.entrySet()) {
      Checks.text("the reason for no " + missing.getKey(), missing.getValue());
      if (metrics.containsKey(missing.getKey())) {
        throw new IllegalArgumentException(missing.getKey() + " is given and unavailable");
      }
    }
  }
}
