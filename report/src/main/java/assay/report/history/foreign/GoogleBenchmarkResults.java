package assay.report.history.foreign;

import assay.core.record.MetricKey.Better;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Results of google-benchmark ({@code --benchmark_out_format=json}). The value of a benchmark is
 * the median of its repetitions; where the file has only aggregates, their median or else mean.
 */
final class GoogleBenchmarkResults {
  private static final String AGGREGATE = "aggregate";

  private final JsonFile file;
  private final @Nullable Instant at;
  private final List<ForeignResult> results = new ArrayList<>();

  private GoogleBenchmarkResults(JsonFile file, @Nullable Instant at) {
    this.file = file;
    this.at = at;
  }

  static List<ForeignResult> read(String name, byte[] content) throws ForeignFileException {
    JsonFile file = new JsonFile(name);
    JsonNode root = file.parse(content);
    var benchmarks = new GoogleBenchmarkResults(file, date(root));
    Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
    for (JsonNode entry : file.list(root, "benchmarks")) {
      // Old versions do not have run_name.
      String own = file.text(entry, entry.has("run_name") ? "run_name" : "name", "a benchmark");
      byName.computeIfAbsent(own, _ -> new ArrayList<>()).add(entry);
    }
    for (Map.Entry<String, List<JsonNode>> entry : byName.entrySet()) {
      benchmarks.add(entry.getKey(), entry.getValue());
    }
    return benchmarks.results;
  }

  /** Since version 1.5.1 with the distance from UTC; before, local time, which is not used. */
  private static @Nullable Instant date(JsonNode root) {
    try {
      return OffsetDateTime.parse(root.path("context").path("date").asString("")).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private void add(String name, List<JsonNode> entries) throws ForeignFileException {
    for (JsonNode entry : entries) {
      boolean skipped = entry.path("skipped").asBoolean(false);
      if (entry.path("error_occurred").asBoolean(false) || skipped) {
        String why = entry.path(skipped ? "skip_message" : "error_message").asString("");
        none(name, !skipped, why.isBlank() ? "it did not say why" : why);
        return;
      }
    }
    List<JsonNode> repetitions =
        entries.stream().filter(e -> !e.path("run_type").asString("").equals(AGGREGATE)).toList();
    time(name, "time", "real_time", true, repetitions, entries);
    time(name, "cpuTime", "cpu_time", false, repetitions, entries);
  }

  private void none(String name, boolean failed, String reason) {
    results.add(new ForeignResult(name, null, at, new ForeignResult.None(failed, reason)));
  }

  private void time(
      String name,
      String metric,
      String field,
      boolean judged,
      List<JsonNode> repetitions,
      List<JsonNode> all)
      throws ForeignFileException {
    Estimate estimate =
        repetitions.isEmpty() ? ofAggregates(name, field, all) : of(name, field, repetitions);
    if (estimate != null) {
      results.add(
          new ForeignResult(
              name,
              null,
              at,
              new ForeignResult.Value(
                  metric, "s", Better.LOWER, judged, estimate.value(), estimate.standardError())));
    }
  }

  private Estimate of(String name, String field, List<JsonNode> repetitions)
      throws ForeignFileException {
    double[] seconds = new double[repetitions.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = seconds(repetitions.get(i), field, name);
    }
    return Estimate.median(seconds);
  }

  /** Null if there are only aggregates without a time, such as the complexity. */
  private @Nullable Estimate ofAggregates(String name, String field, List<JsonNode> all)
      throws ForeignFileException {
    JsonNode center = aggregate(all, "median");
    center = center == null ? aggregate(all, "mean") : center;
    if (center == null) {
      return null;
    }
    JsonNode deviation = aggregate(all, "stddev");
    int repetitions = center.path("repetitions").asInt(0);
    double error =
        deviation == null || repetitions < 2 || deviation.path(field).asDouble(0) == 0
            ? 0
            : seconds(deviation, field, name) / Math.sqrt(repetitions);
    return new Estimate(seconds(center, field, name), error);
  }

  private static @Nullable JsonNode aggregate(List<JsonNode> all, String aggregate) {
    return all.stream()
        .filter(e -> e.path("aggregate_name").asString("").equals(aggregate))
        .findFirst()
        .orElse(null);
  }

  private double seconds(JsonNode entry, String field, String name) throws ForeignFileException {
    double unit = file.seconds(file.text(entry, "time_unit", name), name);
    return unit * file.positive(entry, field, name);
  }
}
