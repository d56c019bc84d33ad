package assay.core.record;

import assay.core.checks.Checks;
import assay.core.stats.Quantiles;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Latency percentiles of single executions within one fork, by name: {@code p50}, {@code p90},
 * {@code p99}, {@code p99.9}.
 *
 * @param count executions behind them, at least 1
 * @param percentiles s, of type 7
 * @param unavailable the reason for each percentile that is not there
 */
public record Latency(
    long count, Map<String, Double> percentiles, Map<String, String> unavailable) {
  private static final Map<String, Double> WANTED = new LinkedHashMap<>();

  static {
    WANTED.put("p50", 0.5);
    WANTED.put("p90", 0.9);
    WANTED.put("p99", 0.99);
    WANTED.put("p99.9", 0.999);
  }

  public Latency {
    percentiles = Checks.copy("percentiles", percentiles);
    unavailable = Checks.copy("unavailable", unavailable);
    percentiles.forEach((name, seconds) -> Checks.notNegative(name, seconds));
    if (count < 1) {
      throw new IllegalArgumentException("latency of no execution");
    }
    for (String name : WANTED.keySet()) {
      if (percentiles.containsKey(name) == unavailable.containsKey(name)) {
        throw new IllegalArgumentException(name + " needs a value or a reason, and not both");
      }
    }
    if (percentiles.size() + unavailable.size() != WANTED.size()) {
      throw new IllegalArgumentException("percentiles are " + WANTED.keySet());
    }
  }

  /** The names, in ascending order. */
  static Iterable<String> names() {
    return WANTED.keySet();
  }

  /**
   * Percentiles of all executions of a fork. One that fewer than one sample in expectation lies
   * beyond (count · (1 − p) below 1) would be the largest sample under another name and is left
   * out, so p99.9 needs 1,000 executions.
   *
   * @param seconds duration of each execution, s
   */
  public static Latency of(double[] seconds) {
    Map<String, Double> percentiles = new LinkedHashMap<>();
    Map<String, String> unavailable = new LinkedHashMap<>();
    WANTED.forEach((name, p) -> {
      long needed = Math.round(1 / (1 - p));
      if (seconds.length < needed) {
        unavailable.put(name, seconds.length + " executions, " + name + " needs " + needed);
      } else {
        percentiles.put(name, Quantiles.quantile(seconds, p));
      }
    });
    return new Latency(seconds.length, percentiles, unavailable);
  }
}
