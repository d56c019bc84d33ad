package assay.report.history.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.MetricKey.Better;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as the programs write them, shortened. */
class ForeignFormatTest {
  private static final String JMH =
      """
      [{"jmhVersion": "1.37", "benchmark": "org.sample.Sort.run", "mode": "avgt", "threads": 1,
        "forks": 2, "params": {"size": "1000"},
        "primaryMetric": {"score": 2.5, "scoreError": 0.4, "scoreUnit": "us/op",
          "rawData": [[2.0, 2.0], [3.0, 3.0]]}, "secondaryMetrics": {}},
       {"jmhVersion": "1.37", "benchmark": "org.sample.Sort.run", "mode": "thrpt", "threads": 4,
        "forks": 1, "primaryMetric": {"score": 500.0, "scoreError": "NaN", "scoreUnit": "ops/ms",
          "rawData": [[500.0]]}, "secondaryMetrics": {}}]
      """;

  private static final String GOOGLE =
      """
      {"context": {"date": "2026-11-20T10:00:00+01:00", "host_name": "h", "num_cpus": 2},
       "benchmarks": [
        {"name": "BM_copy/64", "run_name": "BM_copy/64", "run_type": "iteration",
         "repetitions": 3, "repetition_index": 0, "iterations": 100, "real_time": 10.0,
         "cpu_time": 9.0, "time_unit": "ns"},
        {"name": "BM_copy/64", "run_name": "BM_copy/64", "run_type": "iteration",
         "repetitions": 3, "repetition_index": 1, "iterations": 100, "real_time": 12.0,
         "cpu_time": 9.0, "time_unit": "ns"},
        {"name": "BM_copy/64", "run_name": "BM_copy/64", "run_type": "iteration",
         "repetitions": 3, "repetition_index": 2, "iterations": 100, "real_time": 11.0,
         "cpu_time": 9.0, "time_unit": "ns"},
        {"name": "BM_copy/64_mean", "run_name": "BM_copy/64", "run_type": "aggregate",
         "aggregate_name": "mean", "repetitions": 3, "real_time": 99.0, "cpu_time": 9.0,
         "time_unit": "ns"},
        {"name": "BM_bad", "run_name": "BM_bad", "run_type": "iteration", "error_occurred": true,
         "error_message": "no device", "real_time": 0.0, "cpu_time": 0.0, "time_unit": "ns"},
        {"name": "BM_sum_median", "run_name": "BM_sum", "run_type": "aggregate",
         "aggregate_name": "median", "repetitions": 4, "real_time": 2.0, "cpu_time": 1.0,
         "time_unit": "ms"},
        {"name": "BM_sum_stddev", "run_name": "BM_sum", "run_type": "aggregate",
         "aggregate_name": "stddev", "repetitions": 4, "real_time": 0.2, "cpu_time": 0.0,
         "time_unit": "ms"}]}
      """;

  private static final String NVBENCH =
      """
      {"meta": {"version": {"json": {"major": 1, "minor": 0, "patch": 0}}},
       "devices": [{"id": 0, "name": "NVIDIA H100"}],
       "benchmarks": [{"name": "copy", "index": 0, "states": [
         {"name": "Device=0 N=64", "device": 0, "is_skipped": false,
          "axis_values": [{"name": "N", "type": "int64", "value": "64"}],
          "summaries": [
            {"tag": "nv/cold/time/gpu/mean", "data": [{"name": "value", "type": "float64", "value": "0.002"}]},
            {"tag": "nv/cold/time/gpu/stdev/absolute", "data": [{"name": "value", "type": "float64", "value": "0.0004"}]},
            {"tag": "nv/cold/sample_size", "data": [{"name": "value", "type": "int64", "value": "16"}]}]},
         {"name": "Device=0 N=65", "device": 0, "is_skipped": true, "skip_reason": "too large",
          "axis_values": [{"name": "N", "type": "int64", "value": "65"}]}]}]}
      """;

  private static final String HYPERFINE =
      """
      {"results": [
        {"command": "sleep 0.1", "mean": 0.2, "median": 0.2, "times": [0.1, 0.2, 0.3],
         "exit_codes": [0, 0, 0]},
        {"command": "false", "mean": 0.2, "times": [0.2], "exit_codes": [1]}]}
      """;

  private static List<ForeignResult> read(ForeignFormat format, String content)
      throws ForeignFileException {
    return format.read("file", content.getBytes(StandardCharsets.UTF_8), Better.LOWER);
  }

  private static ForeignResult.Value value(
      List<ForeignResult> results, String benchmark, String metric) {
    return results.stream()
        .filter(result -> result.benchmark().equals(benchmark))
        .map(ForeignResult::figure)
        .filter(ForeignResult.Value.class::isInstance)
        .map(ForeignResult.Value.class::cast)
        .filter(value -> value.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static ForeignResult.None none(List<ForeignResult> results, String benchmark) {
    return results.stream()
        .filter(result -> result.benchmark().equals(benchmark))
        .map(result -> (ForeignResult.None) result.figure())
        .findFirst()
        .orElseThrow();
  }

  /** Two forks' means of 2 and 3 have a standard deviation of √½, and a standard error of ½. */
  @Test
  void jmhHasTimesAndRates() throws ForeignFileException {
    List<ForeignResult> results = read(ForeignFormat.JMH, JMH);
    ForeignResult.Value time = value(results, "org.sample.Sort.run size=1000", "time");
    assertThat(time.value()).isCloseTo(2.5e-6, within(1e-18));
    assertThat(time.standardError()).isCloseTo(0.5e-6, within(1e-18));
    assertThat(time.unit()).isEqualTo("s");
    assertThat(time.better()).isEqualTo(Better.LOWER);
    ForeignResult.Value rate = value(results, "org.sample.Sort.run threads=4", "throughput");
    assertThat(rate.value()).isCloseTo(500_000, within(1e-6));
    assertThat(rate.standardError()).isZero();
    assertThat(rate.better()).isEqualTo(Better.HIGHER);
  }

  /** Of 10, 11 and 12 ns the mean has a standard error of 1/√3, the median √(π/2) times that. */
  @Test
  void googleBenchmarkHasRepetitionsAggregatesAndErrors() throws ForeignFileException {
    List<ForeignResult> results = read(ForeignFormat.GOOGLE_BENCHMARK, GOOGLE);
    ForeignResult.Value copy = value(results, "BM_copy/64", "time");
    assertThat(copy.value()).isCloseTo(11e-9, within(1e-20));
    assertThat(copy.standardError()).isCloseTo(1e-9 * Math.sqrt(Math.PI / 2 / 3), within(1e-20));
    assertThat(value(results, "BM_copy/64", "cpuTime").judged()).isFalse();
    assertThat(none(results, "BM_bad").failed()).isTrue();
    assertThat(none(results, "BM_bad").reason()).isEqualTo("no device");
    ForeignResult.Value sum = value(results, "BM_sum", "time");
    assertThat(sum.value()).isCloseTo(2e-3, within(1e-15));
    assertThat(sum.standardError()).isCloseTo(1e-4, within(1e-15));
    assertThat(Objects.requireNonNull(results.getFirst().at()))
        .isEqualTo(Instant.parse("2026-11-20T09:00:00Z"));
  }

  @Test
  void nvbenchHasGpuTimesOfEachDevice() throws ForeignFileException {
    List<ForeignResult> results = read(ForeignFormat.NVBENCH, NVBENCH);
    assertThat(results.getFirst().device()).isEqualTo("NVIDIA H100");
    ForeignResult.Value time = (ForeignResult.Value) results.getFirst().figure();
    assertThat(results.getFirst().benchmark()).isEqualTo("copy N=64");
    assertThat(time.value()).isEqualTo(0.002);
    assertThat(time.standardError()).isCloseTo(1e-4, within(1e-15));
    assertThat(none(results, "copy N=65").reason()).isEqualTo("too large");
  }

  @Test
  void hyperfineHasMediansAndFailures() throws ForeignFileException {
    List<ForeignResult> results = read(ForeignFormat.HYPERFINE, HYPERFINE);
    ForeignResult.Value time = value(results, "sleep 0.1", "time");
    assertThat(time.value()).isEqualTo(0.2);
    assertThat(time.standardError()).isCloseTo(0.1 * Math.sqrt(Math.PI / 2 / 3), within(1e-12));
    assertThat(none(results, "false").reason()).isEqualTo("1 of 1 executions failed");
  }

  @ParameterizedTest
  @CsvSource({
    "JMH, us/op, fortnights/op",
    "JMH, 2.5, -2.5",
    "JMH, avgt, quick",
    "JMH, 2.5, NaN",
    "GOOGLE_BENCHMARK, '\"ns\"', '\"parsec\"'",
    "GOOGLE_BENCHMARK, 10.0, -1",
    "GOOGLE_BENCHMARK, 10.0, \"\"\"x\"\"\"",
    "NVBENCH, 0.002, -0.002",
    "NVBENCH, 0.002, nan",
    "HYPERFINE, '0.1,', '-0.1,'"
  })
  void whatIsNoTimeIsRefused(ForeignFormat format, String right, String wrong) {
    String content =
        switch (format) {
          case JMH -> JMH;
          case GOOGLE_BENCHMARK -> GOOGLE;
          case NVBENCH -> NVBENCH;
          case HYPERFINE -> HYPERFINE;
          case CSV -> throw new IllegalArgumentException();
        };
    String broken = content.replaceFirst(right.replace(".", "\\."), wrong);
    assertThat(broken).isNotEqualTo(content);
    assertThatThrownBy(() -> read(format, broken))
        .isInstanceOf(ForeignFileException.class)
        .hasMessageStartingWith("file")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"JMH", "GOOGLE_BENCHMARK", "NVBENCH", "HYPERFINE", "CSV"})
  void emptyAndOtherFilesAreRefused(ForeignFormat format) {
    for (String content : List.of("", "{", "[]", "{\"a\": 1}", "\"x\"", "PK\u0003\u0004")) {
      assertThatThrownBy(() -> read(format, content))
          .as(content)
          .isInstanceOf(ForeignFileException.class)
          .hasMessageStartingWith("file");
    }
  }

  @Test
  void theSameTwiceIsRefused() {
    String twice = HYPERFINE.replace("\"false\"", "\"sleep 0.1\"").replace("[1]", "[0]");
    assertThatThrownBy(() -> read(ForeignFormat.HYPERFINE, twice))
        .isInstanceOf(ForeignFileException.class)
        .hasMessageContaining("sleep 0.1");
  }
}
