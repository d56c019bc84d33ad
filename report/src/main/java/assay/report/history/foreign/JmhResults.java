package assay.report.history.foreign;

import assay.core.record.MetricKey.Better;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Results of JMH ({@code -rf json}). A score is JMH's mean; its standard error is that of the means
 * of the forks, or 0 with fewer than two forks, because JMH's own error is over pooled iterations
 * and so too small.
 */
final class JmhResults {
  private static final Map<String, String> MODES =
      Map.of(
          "thrpt", "throughput",
          "avgt", "time",
          "sample", "sampledTime",
          "ss", "singleShotTime");

  private final JsonFile file;
  private final List<ForeignResult> results = new ArrayList<>();

  private JmhResults(JsonFile file) {
    this.file = file;
  }

  static List<ForeignResult> read(String name, byte[] content) throws ForeignFileException {
    JmhResults jmh = new JmhResults(new JsonFile(name));
    for (JsonNode result : jmh.file.list(jmh.file.parse(content), "")) {
      jmh.add(result);
    }
    return jmh.results;
  }

  private void add(JsonNode result) throws ForeignFileException {
    String name = file.text(result, "benchmark", "a result");
    String mode = file.text(result, "mode", name);
    String metric = MODES.get(mode);
    if (metric == null) {
      throw file.refused(name + " has the mode '" + mode + "', which JMH does not have");
    }
    String parameters =
        result.path("params").properties().stream()
            .map(e -> " " + e.getKey() + "=" + e.getValue().asString())
            .collect(Collectors.joining());
    int threads = result.path("threads").asInt(1);
    String benchmark = name + parameters + (threads == 1 ? "" : " threads=" + threads);
    JsonNode primary = result.path("primaryMetric");
    boolean rate = mode.equals("thrpt");
    String unit = file.text(primary, "scoreUnit", benchmark);
    double factor = factor(unit, rate, benchmark);
    double score = file.positive(primary, "score", benchmark);
    results.add(
        new ForeignResult(
            benchmark,
            null,
            null,
            new ForeignResult.Value(
                metric,
                rate ? "op/s" : "s",
                rate ? Better.HIGHER : Better.LOWER,
                true,
                factor * score,
                factor * error(primary))));
  }

  /** From JMH's unit, {@code ops/TIME} or {@code TIME/op}, to op/s or s. */
  private double factor(String unit, boolean rate, String benchmark) throws ForeignFileException {
    String[] parts = unit.split("/", -1);
    String time = parts.length == 2 ? parts[rate ? 1 : 0] : "";
    String counted = parts.length == 2 ? parts[rate ? 0 : 1].toLowerCase(Locale.ROOT) : "";
    if (!counted.equals(rate ? "ops" : "op")) {
      throw file.refused(
          benchmark + " is in '" + unit + "', not in " + (rate ? "ops per time" : "time per op"));
    }
    double seconds = file.seconds(time, benchmark);
    return rate ? 1 / seconds : seconds;
  }

  /** Standard error of the mean of the forks' means, in the file's unit. */
  private static double error(JsonNode metric) {
    List<Double> means = new ArrayList<>();
    for (JsonNode fork : metric.path("rawData")) {
      double sum = 0;
      for (JsonNode sample : fork) {
        sum += sample.asDouble();
      }
      if (fork.size() > 0) {
        means.add(sum / fork.size());
      }
    }
    return Estimate.error(means.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
