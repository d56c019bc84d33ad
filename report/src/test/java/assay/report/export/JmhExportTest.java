package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.compare.RunData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JmhExportTest {
  private static JsonNode exported() {
    String json = ExportSamples.only(new JmhExport(), ExportSamples.input());
    return JsonMapper.shared().readTree(json);
  }

  /** What JMH itself writes for a benchmark of one fork and two iterations. */
  private static JsonNode jmhItself() {
    IterationParams iterations =
        new IterationParams(IterationType.MEASUREMENT, 2, TimeValue.milliseconds(50), 1);
    WorkloadParams workload = new WorkloadParams();
    workload.put("size", "1", 0);
    BenchmarkParams params =
        new BenchmarkParams(
            "assay.Sample.run",
            "generated",
            true,
            1,
            new int[] {1},
            List.of(),
            1,
            0,
            new IterationParams(IterationType.WARMUP, 1, TimeValue.milliseconds(50), 1),
            iterations,
            Mode.AverageTime,
            workload,
            TimeUnit.SECONDS,
            1,
            "java",
            List.of("-Xmx1g"),
            "25",
            "VM",
            "25",
            "1.37",
            TimeValue.minutes(1));
    BenchmarkResult result =
        new BenchmarkResult(
            params, List.of(iteration(params, iterations, 10), iteration(params, iterations, 11)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(
            ResultFormatType.JSON, new PrintStream(out, true, StandardCharsets.UTF_8))
        .writeOut(List.of(new RunResult(params, List.of(result))));
    return JsonMapper.shared().readTree(out.toByteArray());
  }

  private static IterationResult iteration(
      BenchmarkParams params, IterationParams iterations, long operations) {
    IterationResult result = new IterationResult(params, iterations, null);
    result.addResult(
        new AverageTimeResult(
            ResultRole.PRIMARY, "run", operations, 1_000_000_000L, TimeUnit.SECONDS));
    return result;
  }

  private static Set<String> names(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  @Test
  void hasEveryPropertyThatJmhWrites() {
    JsonNode theirs = jmhItself().get(0);
    for (JsonNode ours : exported()) {
      assertThat(names(ours)).containsAll(names(theirs));
      assertThat(names(ours.get("primaryMetric"))).containsAll(names(theirs.get("primaryMetric")));
      theirs
          .properties()
          .forEach(property ->
              assertThat(ours.get(property.getKey()).getNodeType())
                  .as("type of %s", property.getKey())
                  .isEqualTo(property.getValue().getNodeType()));
    }
    assertThat(names(exported().get(0).get("primaryMetric").get("scorePercentiles")))
        .isEqualTo(names(theirs.get("primaryMetric").get("scorePercentiles")));
  }

  @Test
  void rawDataHasARowAForkAndNoIntervalIsQuotedNaN() {
    JsonNode json = exported();
    JsonNode six = json.get(0).get("primaryMetric");
    assertThat(six.get("rawData")).hasSize(6).allSatisfy(row -> assertThat(row).hasSize(10));
    assertThat(six.get("scoreConfidence").get(0).asDouble())
        .isLessThan(six.get("score").asDouble());
    JsonNode two = json.get(2).get("primaryMetric");
    assertThat(two.get("rawData")).hasSize(2);
    assertThat(two.get("scoreError").asString()).isEqualTo("NaN");
    assertThat(two.get("scoreConfidence").get(1).asString()).isEqualTo("NaN");
  }

  @Test
  void onlyMeasuredCellsAppear() {
    for (JsonNode entry : exported()) {
      assertThat(entry.get("params").get("target").asString()).isEqualTo("cpu-simd");
    }
    assertThat(exported()).hasSize(4);
  }

  @Test
  void withoutForksThereIsAScoreAndNoRawData() {
    RunData bare =
        RunData.withoutForks(
            ExportSamples.input().runs().getFirst().record(), "the run has no forks.jsonl");
    JsonNode first =
        JsonMapper.shared()
            .readTree(ExportSamples.only(new JmhExport(), ExportInput.of(bare)))
            .get(0);
    assertThat(first.get("primaryMetric").get("score").asDouble()).isPositive();
    assertThat(first.get("primaryMetric").get("rawData")).isEmpty();
    assertThat(first.has("warmupIterations")).isFalse();
  }
}
