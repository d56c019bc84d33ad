package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.cli.faults.Fault;
import assay.cli.faults.Script;
import assay.cli.faults.Scripts;
import assay.core.record.MetricKey;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Nights that measure what stands out again, with real forks whose times are scripted. The nights
 * before are copies of a real one, with times that vary by a tenth.
 *
 * <p>A change takes two bad nights of three, and what is bad here is five times as slow: what else
 * a busy machine does to tonight's times decides nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfirmedRunTest {
  private static final String HOST = "lab-1";
  private static final String SUSPECT = "gemm/m=9,n=8,k=8";
  private static final List<String> CANARIES =
      List.of(
          "gemm/m=4,n=8,k=8",
          "gemm/m=5,n=8,k=8",
          "gemm/m=6,n=8,k=8",
          "gemm/m=7,n=8,k=8",
          "gemm/m=8,n=8,k=8");

  private static final double NANOS = 20e6;
  private static final double SLOW = 5;
  private static final double SIGMA = 0.1;
  private static final int NIGHTS = 30;
  private static final int RERUNS = 3;

  private Path folder = Path.of("");
  private Path suite = Path.of("");
  private Scripts scripts = new Scripts(folder);
  private RunStore nights = new RunStore(folder);
  private JsonNode real = JsonMapper.shared().createObjectNode();

  private static Script script(Double... forks) {
    return new Script(NANOS, 0, 0, 0, List.of(forks), 0, Set.of(), Fault.NONE);
  }

  private Map<String, Script> scripts(Script ofSuspect) {
    Map<String, Script> all = CANARIES.stream().collect(Collectors.toMap(c -> c, _ -> script(1.0)));
    all.put(SUSPECT, ofSuspect);
    return all;
  }

  @BeforeAll
  void measureOneNight(@TempDir Path temporary) throws IOException {
    folder = temporary;
    scripts = Scripts.in(Files.createDirectory(folder.resolve("scripts")));
    List<String> workloads = new ArrayList<>(CANARIES);
    workloads.add(SUSPECT);
    suite = Cli.tinySuite(folder, workloads.toArray(String[]::new));
    Files.writeString(
        suite,
        // Several executions an iteration: where one was held up, the next ones are shorter.
        Files.readString(suite).replace("iterationMillis: 10", "iterationMillis: 60")
            + "canaries:\n"
            + CANARIES.stream()
                .map(canary -> "  - " + canary + " on scripted\n")
                .collect(Collectors.joining()));
    Path alone = folder.resolve("alone");
    Cli.Answer answer = run(alone, scripts(script(1.0)));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    real = JsonMapper.shared().readTree(Files.readString(StoredRun.only(alone).folder().runFile()));
  }

  @AfterAll
  void forgetScripts() {
    Scripts.forget();
  }

  @BeforeEach
  void emptyFolder() throws IOException {
    nights = new RunStore(Files.createTempDirectory(folder, "runs"));
  }

  private Cli.Answer run(Path runs, Map<String, Script> cells, String... more) throws IOException {
    scripts.begin(cells);
    List<String> args = new ArrayList<>(List.of("run", "--suite", suite.toString()));
    args.addAll(List.of("-t", "scripted", "--threads", "1", "--host-label", HOST));
    args.addAll(List.of("--sysfs-root", scripts.machine().toString(), "--no-telemetry"));
    args.addAll(List.of("--no-report", "--out", runs.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Cli.Answer tonight(Script ofSuspect) throws IOException {
    return run(nights.runs(), scripts(ofSuspect), "--gate", "--confirm");
  }

  /**
   * Stores nights up to one day ago.
   *
   * @param last number of the last one, where the night of today is 0
   * @param factor by workload and night
   */
  private void before(int last, ToDoubleBiFunction<String, Integer> factor) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Instant started = Instant.parse(real.path("startedUtc").asString());
    for (int night = -NIGHTS; night <= last; night++) {
      Instant at = started.plus(Duration.ofDays(night));
      RunId id = RunId.create(at, random);
      ObjectNode copy = (ObjectNode) real.deepCopy();
      copy.put("runId", id.value()).put("startedUtc", at.toString());
      copy.put("finishedUtc", at.plusSeconds(60).toString());
      for (JsonNode cell : copy.path("cells")) {
        double times = factor.applyAsDouble(cell.at("/id/workload").asString(), night);
        for (JsonNode metric : cell.at("/outcome/result/metrics")) {
          if (metric.path("value") instanceof ObjectNode value) {
            double drawn = times * Math.exp(SIGMA * random.nextGaussian());
            value.put("median", value.path("median").asDouble() * drawn);
          }
        }
      }
      RunFolder run = nights.create(id);
      Files.writeString(run.runFile(), JsonMapper.shared().writeValueAsString(copy));
    }
  }

  private static double lastNightSlow(String workload, int night) {
    return workload.equals(SUSPECT) && night == -1 ? SLOW : 1;
  }

  private JsonNode verdict() {
    Cli.Answer gate = Cli.run("gate", "--runs", nights.runs().toString(), "--json");
    return StreamSupport.stream(
            JsonMapper.shared().readTree(gate.out()).path("series").spliterator(), false)
        .filter(series -> series.path("workload").asString().equals(SUSPECT))
        .filter(series -> series.path("metric").asString().equals(MetricKey.TIME.id()))
        .findFirst()
        .orElseThrow();
  }

  /** The first value is as it was, and three runs of all cells stand beside it. */
  private void assertRerunsStandBeside() throws IOException {
    List<RunRecord> today = new ArrayList<>();
    for (RunFolder run : nights.list().subList(0, RERUNS + 1)) {
      assertThat(run.readForks().forks()).hasSize(CANARIES.size() + 1);
      today.add(run.read());
    }
    RunRecord first = today.removeLast();
    assertThat(Objects.requireNonNull(first.plan().gate()).confirms()).isNull();
    assertThat(time(first)).isGreaterThanOrEqualTo(SLOW * NANOS * 1e-9);
    assertThat(today)
        .allSatisfy(rerun ->
            assertThat(Objects.requireNonNull(rerun.plan().gate()).confirms())
                .isEqualTo(first.runId()));
    assertThat(nights.list()).hasSize(NIGHTS + 1 + RERUNS);
    JsonNode series = verdict();
    assertThat(series.path("tonight").asDouble()).isEqualTo(time(first));
    assertThat(series.path("reruns")).hasSize(RERUNS);
    assertThat(StreamSupport.stream(series.path("reruns").spliterator(), false))
        .extracting(JsonNode::asDouble)
        .containsExactlyElementsOf(today.reversed().stream().map(ConfirmedRunTest::time).toList());
  }

  private static double time(RunRecord run) {
    return run.cells().stream()
        .filter(cell -> cell.id().workload().equals(SUSPECT))
        .map(cell -> Objects.requireNonNull(cell.outcome().result()).metric(MetricKey.TIME))
        .map(metric -> Objects.requireNonNull(metric).median())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsSlowAgainIsARegression() throws IOException {
    before(-1, ConfirmedRunTest::lastNightSlow);
    Cli.Answer answer = tonight(script(SLOW));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.REGRESSION);
    assertThat(answer.err())
        .contains("measuring again what stands out, 3 times in at most 600 s: ", "and 5 canaries");
    assertThat(answer.out()).contains("regressed (tonight)", SUSPECT);
    assertRerunsStandBeside();
    JsonNode series = verdict();
    assertThat(series.path("verdict").asString()).isEqualTo("REGRESSED");
    assertThat(series.path("alarm").asBoolean()).isTrue();
    assertThat(series.path("reruns"))
        .allSatisfy(value -> assertThat(value.asDouble()).isGreaterThan(0.5 * SLOW * NANOS * 1e-9));
  }

  @Test
  void whatIsAsBeforeWhenMeasuredAgainIsNone() throws IOException {
    before(-1, ConfirmedRunTest::lastNightSlow);
    Cli.Answer answer = tonight(script(SLOW, 1.0, 1.0, 1.0));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(answer.err()).contains("and 5 canaries");
    assertThat(answer.out()).doesNotContain("regressed (tonight)");
    assertRerunsStandBeside();
    assertThat(verdict().path("alarm").asBoolean()).isFalse();
  }

  /** The host's change is one alarm, not one of each cell, and is accepted as one. */
  @Test
  void hostsChangeIsAcceptedAsOne() throws IOException {
    before(0, (_, night) -> night >= -2 ? SLOW : 1);
    String runs = nights.runs().toString();
    Cli.Answer gate = Cli.run("gate", "--runs", runs, "--fail-while-open");
    assertThat(gate.code()).as(gate.all()).isEqualTo(ExitCode.REGRESSION);
    assertThat(Cli.run("ack", "--host", "lab-2", "--reason", "x", "--runs", runs).code())
        .isEqualTo(ExitCode.USAGE);
    Cli.Answer ack = Cli.run("ack", "--host", HOST, "--reason", "a new fan", "--runs", runs);
    assertThat(ack.code()).as(ack.all()).isEqualTo(ExitCode.OK);
    assertThat(ack.out()).startsWith("j1: accepted: ").contains("of host " + HOST);
    Cli.Answer accepted = Cli.run("gate", "--runs", runs, "--fail-while-open");
    assertThat(accepted.code()).as(accepted.all()).isEqualTo(ExitCode.OK);
    assertThat(Cli.run("gate", "--runs", runs, "--json").out()).contains("\"a new fan (");
    Cli.Answer undone =
        Cli.run("ack", "--host", HOST, "--reason", "it was not", "--undo", "--runs", runs);
    assertThat(undone.code()).as(undone.all()).isEqualTo(ExitCode.OK);
    assertThat(Cli.run("gate", "--runs", runs, "--fail-while-open").code())
        .isEqualTo(ExitCode.REGRESSION);
  }
}
