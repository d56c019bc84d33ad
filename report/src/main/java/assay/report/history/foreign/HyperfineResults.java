package assay.report.history.foreign;

import assay.core.record.MetricKey.Better;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Results of hyperfine ({@code --export-json}), in s. The value of a command is the median of its
 * times; a command of which an execution failed has none.
 */
final class HyperfineResults {
  private HyperfineResults() {}

  static List<ForeignResult> read(String name, byte[] content) throws ForeignFileException {
    JsonFile file = new JsonFile(name);
    List<ForeignResult> results = new ArrayList<>();
    for (JsonNode result : file.list(file.parse(content), "results")) {
      String command = file.text(result, "command", "a result");
      String parameters =
          result.path("parameters").properties().stream()
              .map(e -> " " + e.getKey() + "=" + e.getValue().asString())
              .collect(Collectors.joining());
      results.add(
          new ForeignResult(command + parameters, null, null, figure(file, command, result)));
    }
    return results;
  }

  private static ForeignResult.Figure figure(JsonFile file, String command, JsonNode result)
      throws ForeignFileException {
    int failed = 0;
    for (JsonNode code : result.path("exit_codes")) {
      // Null for a command that a signal ended.
      failed += code.isIntegralNumber() && code.asInt() == 0 ? 0 : 1;
    }
    if (failed > 0) {
      return new ForeignResult.None(
          true, failed + " of " + result.path("exit_codes").size() + " executions failed");
    }
    Estimate estimate = estimate(file, command, result);
    return new ForeignResult.Value(
        "time", "s", Better.LOWER, true, estimate.value(), estimate.standardError());
  }

  private static Estimate estimate(JsonFile file, String command, JsonNode result)
      throws ForeignFileException {
    JsonNode times = result.path("times");
    if (times.isEmpty()) {
      return new Estimate(file.positive(result, "median", command), 0);
    }
    double[] seconds = new double[times.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = file.positive(times.get(i), command + ", time " + (i + 1));
    }
    return Estimate.median(seconds);
  }
}
