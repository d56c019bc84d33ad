package assay.report.history.foreign;

import assay.core.record.MetricKey.Better;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Results of nvbench ({@code --json}, version 1 of its format), in s. Each state of a benchmark has
 * summaries by tag; used are the means of isolated executions, by the device's clock and by the
 * host's. Numbers are in quotes.
 */
final class NvbenchResults {
  /** A summary of a mean, and those beside it. */
  private record Mean(String tag, String deviation, String samples, String metric) {}

  private static final List<Mean> MEANS =
      List.of(
          mean("nv/cold", "gpu", "deviceTime"),
          mean("nv/cold", "cpu", "time"),
          mean("nv/cpu_only", "cpu", "time"));

  private final JsonFile file;
  private final Map<Integer, String> devices = new HashMap<>();
  private final List<ForeignResult> results = new ArrayList<>();

  private NvbenchResults(JsonFile file) {
    this.file = file;
  }

  private static Mean mean(String kind, String clock, String metric) {
    String time = kind + "/time/" + clock;
    return new Mean(time + "/mean", time + "/stdev/absolute", kind + "/sample_size", metric);
  }

  static List<ForeignResult> read(String name, byte[] content) throws ForeignFileException {
    NvbenchResults nvbench = new NvbenchResults(new JsonFile(name));
    JsonNode root = nvbench.file.parse(content);
    int version = root.path("meta").path("version").path("json").path("major").asInt(0);
    if (version != 1) {
      throw nvbench.file.refused(
          "it is no JSON of nvbench in version 1 of its format (meta.version.json.major)");
    }
    for (JsonNode device : root.path("devices")) {
      nvbench.devices.put(device.path("id").asInt(-1), device.path("name").asString(""));
    }
    for (JsonNode benchmark : nvbench.file.list(root, "benchmarks")) {
      String own = nvbench.file.text(benchmark, "name", "a benchmark");
      for (JsonNode state : nvbench.file.list(benchmark, "states")) {
        nvbench.add(own, state);
      }
    }
    return nvbench.results;
  }

  private void add(String name, JsonNode state) throws ForeignFileException {
    StringBuilder benchmark = new StringBuilder(name);
    for (JsonNode axis : state.path("axis_values")) {
      benchmark
          .append(' ')
          .append(axis.path("name").asString(""))
          .append('=')
          .append(axis.path("value").asString(""));
    }
    String device = devices.get(state.path("device").asInt(-1));
    if (state.path("is_skipped").asBoolean(false)) {
      String reason = state.path("skip_reason").asString("");
      none(benchmark.toString(), device, reason.isBlank() ? "skipped without a reason" : reason);
      return;
    }
    int before = results.size();
    for (Mean mean : MEANS) {
      JsonNode value = value(state, mean.tag());
      if (value != null) {
        String place = benchmark + ", " + mean.tag();
        double seconds = file.positive(value, place);
        double error = error(state, mean);
        results.add(
            new ForeignResult(
                benchmark.toString(),
                device,
                null,
                new ForeignResult.Value(mean.metric(), "s", Better.LOWER, true, seconds, error)));
      }
    }
    if (results.size() == before) {
      throw file.refused(benchmark + " has no summary of its time");
    }
  }

  private void none(String benchmark, @Nullable String device, String reason) {
    results.add(new ForeignResult(benchmark, device, null, new ForeignResult.None(false, reason)));
  }

  private static double error(JsonNode state, Mean mean) {
    double deviation = number(state, mean.deviation()).orElse(0.0);
    double samples = number(state, mean.samples()).orElse(0.0);
    return samples < 2 || !Double.isFinite(deviation) ? 0 : deviation / Math.sqrt(samples);
  }

  private static Optional<Double> number(JsonNode state, String tag) {
    return Optional.ofNullable(value(state, tag)).flatMap(JsonFile::number);
  }

  /** The value of a summary; null if it is not there. */
  private static @Nullable JsonNode value(JsonNode state, String tag) {
    for (JsonNode summary : state.path("summaries")) {
      if (summary.path("tag").asString("").equals(tag)) {
        for (JsonNode data : summary.path("data")) {
          if (data.path("name").asString("").equals("value")) {
            return data.path("value");
          }
        }
      }
    }
    return null;
  }
}
