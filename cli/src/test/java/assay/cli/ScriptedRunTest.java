package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import assay.cli.faults.Fault;
import assay.cli.faults.Script;
import assay.cli.faults.Scripts;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Series;
import assay.core.record.Status;
import assay.core.stats.Interval;
import assay.report.text.Format;
import assay.report.text.Language;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A scripted target from the run to the report: its true times, counters and faults are known, and
 * each station is held against them.
 *
 * <p>A spin can only be longer than its script. Medians and order statistics keep that order, so no
 * time of a record is below the true one, whatever else the machine does; {@link #LATE} bounds how
 * far it is above. What the device's clock and the energy counter say is exact.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptedRunTest {
  private static final String TARGET = "scripted";
  private static final String STEADY = "gemm/m=7,n=5,k=9";
  private static final String SPREAD = "gemm/m=8,n=8,k=8";
  private static final List<String> MEASURED = List.of(STEADY, SPREAD);
  private static final String WRONG = "gemm/m=5,n=5,k=5";
  private static final String THROWS = "gemm/m=6,n=6,k=6";
  private static final String HANGS = "gemm/m=4,n=4,k=4";

  private static final int FORKS = 6;
  private static final int ITERATIONS = 5;

  /** Iteration 0 comes before JMH's own warm-up, which is iteration 1. */
  private static final int FIRST_COUNTED = 2;

  private static final double HALF_WIDTH = 0.10;
  private static final double SLOWER = 1.30;
  private static final int THROTTLED = 2;
  private static final double NANOS = 1e-9;

  /** The most that a median is above its true value, as a share. */
  private static final double LATE = 0.05;

  private static final double ROUNDING = 1e-9;

  private static final Script STEADY_SCRIPT =
      new Script(
          2_000_000,
          1_500_000,
          14,
          0.01,
          List.of(0.94, 1.05, 0.97, 1.03, 0.95, 1.06),
          130_000,
          Set.of(),
          Fault.NONE);

  private static final Script SPREAD_SCRIPT =
      new Script(
          3_000_000,
          2_000_000,
          14,
          0.01,
          List.of(0.86, 1.10, 0.97, 1.03, 0.90, 1.14),
          70_000,
          Set.of(),
          Fault.NONE);

  private static final Format FORMAT = Format.of(Language.EN);

  private final List<Run> runs = new ArrayList<>();

  /** A run and what was true in it. */
  private record Run(Cli.Answer answer, StoredRun stored, Map<String, Script> scripts) {
    String path() {
      return stored.folder().path().toString();
    }

    Cell cell(String workload) {
      return stored.record().cells().stream()
          .filter(cell -> cell.id().workload().equals(workload))
          .findFirst()
          .orElseThrow();
    }

    List<ForkRecord> forks(String workload) {
      return stored.forks().stream()
          .filter(fork -> fork.cell().workload().equals(workload))
          .toList();
    }

    Metric metric(String workload, MetricKey key) {
      CellResult result = Objects.requireNonNull(cell(workload).outcome().result());
      return Objects.requireNonNull(result.metric(key), key::id);
    }

    Script script(String workload) {
      return Objects.requireNonNull(scripts.get(workload));
    }
  }

  /** The true median of each fork that counts, s. */
  private static double[] trueMedians(Script script, ToDoubleBiFunction<Integer, Integer> nanos) {
    return IntStream.range(0, script.forks().size())
        .filter(fork -> !script.throttled().contains(fork))
        .mapToDouble(fork -> median(counted(fork, nanos)))
        .toArray();
  }

  /** The true times of the counted iterations of a fork, s. */
  private static double[] counted(int fork, ToDoubleBiFunction<Integer, Integer> nanos) {
    return IntStream.range(0, ITERATIONS)
        .mapToDouble(i -> NANOS * nanos.applyAsDouble(fork, FIRST_COUNTED + i))
        .toArray();
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  @BeforeAll
  void runBoth(@TempDir Path folder) throws IOException {
    Scripts scripts = Scripts.in(Files.createDirectory(folder.resolve("scripts")));
    try {
      runs.add(
          run(folder.resolve("base"), scripts, Map.of(STEADY, STEADY_SCRIPT, SPREAD, SPREAD_SCRIPT)));
      runs.add(
          run(
              folder.resolve("other"),
              scripts,
              Map.of(
                  STEADY,
                  STEADY_SCRIPT.slower(SLOWER),
                  SPREAD,
                  SPREAD_SCRIPT.throttled(THROTTLED, 0.3),
                  WRONG,
                  Script.of(Fault.WRONG_ENTRY),
                  THROWS,
                  Script.of(Fault.THROWS),
                  HANGS,
                  Script.of(Fault.HANGS))));
    } finally {
      Scripts.forget();
    }
  }

  private static Run run(Path folder, Scripts scripts, Map<String, Script> cells)
      throws IOException {
    scripts.begin(cells);
    Files.createDirectory(folder);
    Path suite = Cli.tinySuite(folder, new TreeMap<>(cells).keySet().toArray(String[]::new));
    Files.writeString(
        suite,
        Files.readString(suite)
            .replace("forks: 1", "forks: " + FORKS)
            .replace("halfWidthPercent: 5", "halfWidthPercent: " + 100 * HALF_WIDTH)
            .replace(
                "iterations: 2, iterationMillis: 10",
                "iterations: " + ITERATIONS + ", iterationMillis: 40"));
    Path out = folder.resolve("runs");
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite.toString(),
            "-t",
            TARGET,
            "--sysfs-root",
            scripts.machine().toString(),
            "--energy-window",
            "250ms",
            "--fork-timeout",
            "6s",
            "--no-report",
            "--out",
            out.toString());
    return new Run(answer, StoredRun.only(out), cells);
  }

  private Run base() {
    return runs.getFirst();
  }

  private Run other() {
    return runs.getLast();
  }

  @Test
  void theExitCodeIsThatOfTheWorstCell() {
    assertThat(base().answer().code()).as(base().answer().all()).isEqualTo(ExitCode.OK);
    assertThat(other().answer().code()).as(other().answer().all()).isEqualTo(ExitCode.INVALID);
  }

  @Test
  void everyForkKeepsItsRawTimes() {
    for (Run run : runs) {
      for (String workload : MEASURED) {
        Script script = run.script(workload);
        assertThat(run.forks(workload)).hasSize(script.forks().size());
        run.forks(workload).forEach(fork -> rawTimes(fork, script));
      }
    }
  }

  private static void rawTimes(ForkRecord fork, Script script) {
    int number = fork.context().fork();
    String name = fork.cell() + ", fork " + number;
    ForkResult result = Objects.requireNonNull(fork.outcome().result(), name);
    Series times = result.timing().time();
    assertThat(times.size()).as(name).isEqualTo(ITERATIONS);
    double[] truth = counted(number, script::nanos);
    double[] late = new double[ITERATIONS];
    for (int i = 0; i < ITERATIONS; i++) {
      late[i] = times.get(i) / truth[i];
      assertThat(late[i]).as("%s, sample %d", name, i).isGreaterThan(1 - ROUNDING);
    }
    assertThat(median(late)).as(name).isLessThan(1 + LATE);
    assertThat(Objects.requireNonNull(result.timing().series(MetricKey.DEVICE_TIME)).toArray())
        .as(name)
        .containsExactly(counted(number, script::deviceNanos));
    Series first = Objects.requireNonNull(result.timing().series(MetricKey.FIRST_EXECUTION));
    assertThat(first.size()).isEqualTo(1);
    assertThat(first.get(0)).as(name).isGreaterThan(NANOS * script.nanos(number, 0, 0));
    assertThat(result.excludedCause())
        .as(name)
        .isEqualTo(script.throttled().contains(number) ? "thermal throttling" : null);
  }

  @Test
  void theRecordHoldsTheTruth() {
    for (Run run : runs) {
      for (String workload : MEASURED) {
        Script script = run.script(workload);
        assertThat(run.cell(workload).outcome().status()).isEqualTo(Status.OK);
        Metric time = run.metric(workload, MetricKey.TIME);
        holds(time, script.nanos(), trueMedians(script, script::nanos), LATE);
        assertThat(time.precisionMet()).isEqualTo(workload.equals(STEADY));
        Metric device = run.metric(workload, MetricKey.DEVICE_TIME);
        holds(device, script.deviceNanos(), trueMedians(script, script::deviceNanos), ROUNDING);
        assertThat(run.metric(workload, MetricKey.FIRST_EXECUTION).median())
            .isGreaterThan(10 * time.median());
        assertThat(run.metric(workload, MetricKey.END_TO_END_TIME).median())
            .isGreaterThan(NANOS * 0.9 * script.nanos());
      }
    }
  }

  /** The interval of six forks is from the least of their medians to the greatest. */
  private static void holds(Metric metric, double nanos, double[] truth, double late) {
    assertThat(metric.unit()).isEqualTo("s");
    assertThat(metric.forks()).isEqualTo(FORKS);
    assertThat(metric.n()).isEqualTo((long) FORKS * ITERATIONS);
    Arrays.sort(truth);
    Interval interval = interval(metric);
    isAtMostLate(metric.median(), median(truth), late);
    isAtMostLate(interval.low(), truth[0], late);
    isAtMostLate(interval.high(), truth[FORKS - 1], late);
    assertThat(interval.contains(NANOS * nanos)).isTrue();
  }

  private static Interval interval(Metric metric) {
    return new Interval(
        Objects.requireNonNull(metric.ciLow()), Objects.requireNonNull(metric.ciHigh()), 0.95);
  }

  private static void isAtMostLate(double value, double truth, double late) {
    assertThat(value).isBetween((1 - ROUNDING) * truth, (1 + late) * truth);
  }

  @Test
  void theEnergyIsWhatTheCounterCounted() {
    for (Run run : runs) {
      for (String workload : MEASURED) {
        double joules = 1e-6 * run.script(workload).microjoules();
        Metric energy = run.metric(workload, MetricKey.ENERGY_PER_EXECUTION);
        assertThat(List.of(energy.median(), interval(energy).low(), interval(energy).high()))
            .allSatisfy(j -> assertThat(j).isCloseTo(joules, withinPercentage(1e-6)));
        assertThat(energy.note()).contains("of package-0 (rapl)", "not from this machine's");
        Long flops = Objects.requireNonNull(run.cell(workload).work()).flops();
        assertThat(run.metric(workload, MetricKey.EFFICIENCY).median())
            .isCloseTo(Objects.requireNonNull(flops) / joules, withinPercentage(1e-6));
      }
    }
  }

  @Test
  void aThrottledForkIsLeftOutForItsCauseAndSaid() {
    Metric time = other().metric(SPREAD, MetricKey.TIME);
    assertThat(time.note()).isEqualTo("1 of 7 forks left out: thermal throttling (1)");
    assertThat(other().metric(STEADY, MetricKey.TIME).note()).isNull();
    double left =
        median(
            Objects.requireNonNull(other().forks(SPREAD).get(THROTTLED).outcome().result())
                .timing()
                .time()
                .toArray());
    assertThat(left).isGreaterThan(2 * interval(time).high());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        WRONG + " | INVALID | wrong output: ",
        THROWS + " | FAILED | illegal address at the third launch",
        HANGS + " | TIMED_OUT | not finished after 6 s"
      })
  void aFaultIsOneForkWithItsReasonAndNoFigure(String workload, Status status, String reason) {
    Outcome<CellResult> outcome = other().cell(workload).outcome();
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.reason()).startsWith(reason);
    assertThat(outcome.result()).isNull();
    assertThat(other().forks(workload)).hasSize(1);
    assertThat(row(other().answer().out(), workload))
        .contains(status + ": " + reason)
        .doesNotContain("FLOP/s");
  }

  @Test
  void theRecordsKeepToTheSchemasAndFollowFromTheirForks() throws IOException {
    for (Run run : runs) {
      run.stored().assertValid();
      run.stored().assertRecomputes();
    }
  }

  private static String row(String table, String workload) {
    return table.lines().filter(l -> l.strip().startsWith(workload + " ")).findFirst().orElseThrow();
  }

  @Test
  void theTableIsTheRecords() {
    for (Run run : runs) {
      Cli.Answer shown = Cli.run("show", run.path());
      assertThat(shown.code()).isEqualTo(ExitCode.OK);
      assertThat(run.answer().out()).startsWith(shown.out());
      for (String workload : MEASURED) {
        Metric time = run.metric(workload, MetricKey.TIME);
        assertThat(row(shown.out(), workload))
            .containsSubsequence(
                TARGET,
                Screen.line(FORMAT.value(time.median(), "s")),
                Screen.line(
                        FORMAT.interval(interval(time).low(), interval(time).high(), "s"))
                    + (workload.equals(STEADY) ? " " : "*"),
                " 6 ",
                " 30 ");
      }
    }
  }

  private Cli.Answer compare(String... more) {
    List<String> args = new ArrayList<>(List.of("compare", base().path(), other().path()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private static JsonNode only(JsonNode array, String key, String value) {
    List<JsonNode> found =
        StreamSupport.stream(array.spliterator(), false)
            .filter(node -> node.path(key).asString().equals(value))
            .toList();
    assertThat(found).as(value).hasSize(1);
    return found.getFirst();
  }

  @Test
  void theComparisonFindsTheTrueRatios() {
    Cli.Answer answer = compare("--json");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    JsonNode comparison = JsonMapper.shared().readTree(answer.out()).path("others").path(0);
    assertThat(comparison.path("comparability").path("verdict").asString()).isEqualTo("COMPARABLE");
    JsonNode steady = only(comparison.path("cells"), "workload", STEADY).path("changes");
    JsonNode time = ratio(steady, STEADY, MetricKey.TIME);
    assertThat(1 / SLOWER)
        .isBetween(time.path("ciLow").asDouble(), time.path("ciHigh").asDouble());
    assertThat(time.path("ciHigh").asDouble()).isLessThan(1);
    assertThat(time.path("verdict").asString()).isEqualTo("SLOWER");
    JsonNode device = ratio(steady, STEADY, MetricKey.DEVICE_TIME);
    assertThat(device.path("ratio").asDouble()).isCloseTo(1 / SLOWER, withinPercentage(1e-4));
    assertThat(device.path("verdict").asString()).isEqualTo("SLOWER");
    JsonNode spread = only(comparison.path("cells"), "workload", SPREAD).path("changes");
    for (MetricKey key : List.of(MetricKey.TIME, MetricKey.DEVICE_TIME)) {
      JsonNode equal = ratio(spread, SPREAD, key);
      assertThat(1.0).isBetween(equal.path("ciLow").asDouble(), equal.path("ciHigh").asDouble());
      assertThat(equal.path("verdict").asString()).isEqualTo("NO_DIFFERENCE_SHOWN");
    }
    assertThat(only(steady, "metric", "energyPerExecution").path("reason").asString())
        .contains("not from its machine's sensors");
    JsonNode missing = comparison.path("missing");
    assertThat(missing.size()).isEqualTo(3);
    assertThat(only(missing, "workload", WRONG).path("reason").asString())
        .contains("has no such cell", "INVALID, wrong output: ");
  }

  /** A ratio of the records' own medians. */
  private JsonNode ratio(JsonNode changes, String workload, MetricKey key) {
    JsonNode ratio = only(changes, "metric", key.id());
    double before = base().metric(workload, key).median();
    double now = other().metric(workload, key).median();
    assertThat(ratio.path("base").asDouble()).isEqualTo(before);
    assertThat(ratio.path("other").asDouble()).isEqualTo(now);
    assertThat(ratio.path("ratio").asDouble()).isCloseTo(before / now, withinPercentage(1e-6));
    return ratio;
  }

  @Test
  void pageAndExportsGiveTheRecordsNumbers(@TempDir Path folder) throws IOException {
    Cli.Answer answer =
        Cli.run(
            "report",
            other().path(),
            "--baseline",
            base().path(),
            "--format",
            "html,csv,json,junit",
            "--out",
            folder.toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    String json = Files.readString(folder.resolve("comparison.json"));
    assertThat(json).isEqualTo(compare("--json").out());
    assertThat(Files.readString(folder.resolve("comparison.csv")))
        .isEqualTo(compare("--format", "csv").out());

    Map<String, List<Object>> recorded = new HashMap<>();
    for (Run run : runs) {
      String id = run.stored().record().runId().value();
      for (Cell cell : run.stored().record().cells()) {
        CellResult result = cell.outcome().result();
        if (result != null) {
          result.available().forEach((key, m) ->
              recorded.put(
                  id + " " + cell.id().workload() + " " + key.id(),
                  Arrays.asList(m.median(), m.ciLow(), m.ciHigh(), m.n(), m.forks())));
        }
      }
    }
    assertThat(figuresOfCsv(folder.resolve("figures.csv"))).isEqualTo(recorded);
    assertThat(figuresOfJson(folder.resolve("figures.json"))).isEqualTo(recorded);

    String page = Files.readString(folder.resolve("report.html"));
    for (String workload : MEASURED) {
      Metric time = other().metric(workload, MetricKey.TIME);
      assertThat(page)
          .contains("data-k=\"" + time.median() + "\">" + FORMAT.value(time.median(), "s"));
      double ratio = base().metric(workload, MetricKey.TIME).median() / time.median();
      assertThat(page).contains(">" + FORMAT.significant(ratio, 4) + "×<");
    }
    assertThat(page)
        .contains("illegal address at the third launch", "1 of 7 forks left out")
        .contains("not finished after 6 s", "wrong output: ");
    assertThat(Files.readString(folder.resolve("junit.xml")))
        .contains("errors=\"2\"")
        .containsPattern("<failure [^>]*SLOWER");
  }

  private static Map<String, List<Object>> figuresOfCsv(Path file) throws IOException {
    Map<String, List<Object>> figures = new HashMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        if (!row.getField("median").isEmpty()) {
          figures.put(
              row.getField("run") + " " + row.getField("workload") + " " + row.getField("metric"),
              List.of(
                  Double.valueOf(row.getField("median")),
                  Double.valueOf(row.getField("ciLow")),
                  Double.valueOf(row.getField("ciHigh")),
                  Long.valueOf(row.getField("n")),
                  Integer.valueOf(row.getField("forks"))));
        }
      }
    }
    return figures;
  }

  private static Map<String, List<Object>> figuresOfJson(Path file) throws IOException {
    Map<String, List<Object>> figures = new HashMap<>();
    JsonNode all = JsonMapper.shared().readTree(Files.readString(file)).path("figures");
    for (JsonNode row : all) {
      if (!row.path("median").isNull()) {
        figures.put(
            row.path("run").asString()
                + " "
                + row.path("workload").asString()
                + " "
                + row.path("metric").asString(),
            List.of(
                row.path("median").asDouble(),
                row.path("ciLow").asDouble(),
                row.path("ciHigh").asDouble(),
                row.path("n").asLong(),
                row.path("forks").asInt()));
      }
    }
    return figures;
  }
}
