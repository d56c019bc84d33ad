package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import assay.cli.faults.Fault;
import assay.cli.faults.Script;
import assay.cli.faults.Scripts;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.EnergyReading;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
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
 * <p>What the device's clock and the energy counter say is exact. A spin can only be longer than
 * its script, and medians and order statistics keep that order: no time of a record is below the
 * true one, whatever else the machine does. How much longer its executions took the target itself
 * tells, and the record must agree with it; on a machine that is not too busy that is the script's
 * time.
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

  /**
   * What may lie between the target's own account and the harness's, as a share of a median. It is
   * below 1 % by itself, and more where other programs take the processor in between.
   */
  private static final double HARNESS = 0.1;

  /** How late a target may be for the machine not to be too busy, as a share of a median. */
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

  /**
   * A run and what was true in it.
   *
   * @param did mean times of the iterations in each fork of a workload by the target's own account,
   *     ns
   */
  private record Run(
      Cli.Answer answer,
      StoredRun stored,
      Map<String, Script> scripts,
      Map<String, List<double[]>> did) {
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

    /** What the target itself says of the times. */
    Times did(String workload) {
      List<double[]> forks = Objects.requireNonNull(did.get(workload));
      return (fork, iteration) -> forks.get(fork)[iteration];
    }
  }

  /** Mean time of an execution in an iteration of a fork, ns. */
  private interface Times {
    double nanos(int fork, int iteration);

    /** Those of the counted iterations, s. */
    default double[] counted(int fork) {
      return IntStream.range(FIRST_COUNTED, FIRST_COUNTED + ITERATIONS)
          .mapToDouble(iteration -> NANOS * nanos(fork, iteration))
          .toArray();
    }

    /** Their median in each fork that counts, ascending, s. */
    default double[] medians(Script script) {
      return IntStream.range(0, script.forks().size())
          .filter(fork -> !script.throttled().contains(fork))
          .mapToDouble(fork -> median(counted(fork)))
          .sorted()
          .toArray();
    }
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  @BeforeAll
  void runAll(@TempDir Path folder) throws IOException {
    Scripts scripts = Scripts.in(Files.createDirectory(folder.resolve("scripts")));
    try {
      runs.add(
          run(
              folder.resolve("base"),
              scripts,
              Map.of(STEADY, STEADY_SCRIPT, SPREAD, SPREAD_SCRIPT)));
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
                  Script.of(Fault.THROWS))));
      runs.add(
          run(
              folder.resolve("hung"),
              scripts,
              Map.of(HANGS, Script.of(Fault.HANGS)),
              "--fork-timeout",
              "2s",
              "--no-telemetry"));
    } finally {
      Scripts.forget();
    }
  }

  private static Run run(Path folder, Scripts scripts, Map<String, Script> cells, String... more)
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
                "iterations: " + ITERATIONS + ", iterationMillis: 20"));
    Path out = folder.resolve("runs");
    List<String> args = new ArrayList<>(List.of("run", "--suite", suite.toString()));
    args.addAll(List.of("-t", TARGET, "--sysfs-root", scripts.machine().toString()));
    args.addAll(List.of("--no-report", "--out", out.toString()));
    args.addAll(List.of(more));
    if (!args.contains("--no-telemetry")) {
      args.addAll(List.of("--energy-window", "150ms"));
    }
    Cli.Answer answer = Cli.run(args.toArray(String[]::new));
    Map<String, List<double[]>> did = new HashMap<>();
    for (String workload : cells.keySet()) {
      did.put(workload, scripts.iterations(workload));
    }
    return new Run(answer, StoredRun.only(out), cells, did);
  }

  private Run base() {
    return runs.getFirst();
  }

  private Run other() {
    return runs.get(1);
  }

  private Run hung() {
    return runs.getLast();
  }

  private List<Run> both() {
    return List.of(base(), other());
  }

  @Test
  void theExitCodeIsThatOfTheWorstCell() {
    assertThat(base().answer().code()).as(base().answer().all()).isEqualTo(ExitCode.OK);
    assertThat(other().answer().code()).as(other().answer().all()).isEqualTo(ExitCode.INVALID);
    assertThat(hung().answer().code()).as(hung().answer().all()).isEqualTo(ExitCode.INCONCLUSIVE);
  }

  @Test
  void everyForkKeepsItsRawTimes() {
    for (Run run : both()) {
      for (String workload : MEASURED) {
        Script script = run.script(workload);
        assertThat(run.forks(workload)).hasSize(script.forks().size());
        run.forks(workload).forEach(fork -> rawTimes(fork, script, run.did(workload)));
      }
    }
  }

  private static void rawTimes(ForkRecord fork, Script script, Times did) {
    int number = fork.context().fork();
    String name = fork.cell() + ", fork " + number;
    ForkResult result = Objects.requireNonNull(fork.outcome().result(), name);
    double[] samples = result.timing().time().toArray();
    assertThat(samples).as(name).hasSize(ITERATIONS);
    Times least = script::nanos;
    double[] own = did.counted(number);
    for (int i = 0; i < ITERATIONS; i++) {
      String sample = name + ", sample " + i;
      assertThat(own[i]).as(sample).isGreaterThan((1 - ROUNDING) * least.counted(number)[i]);
      assertThat(samples[i]).as(sample).isGreaterThan((1 - ROUNDING) * own[i]);
    }
    isAtMostLate(median(samples), median(own), HARNESS);
    Times device = script::deviceNanos;
    assertThat(Objects.requireNonNull(result.timing().series(MetricKey.DEVICE_TIME)).toArray())
        .as(name)
        .containsExactly(device.counted(number));
    Series first = Objects.requireNonNull(result.timing().series(MetricKey.FIRST_EXECUTION));
    assertThat(first.size()).isEqualTo(1);
    assertThat(first.get(0)).as(name).isGreaterThan(NANOS * script.nanos(number, 0, 0));
    assertThat(result.excludedCause())
        .as(name)
        .isEqualTo(script.throttled().contains(number) ? "thermal throttling" : null);
  }

  @Test
  void theRecordHoldsTheTruth() {
    for (Run run : both()) {
      for (String workload : MEASURED) {
        Script script = run.script(workload);
        assertThat(run.cell(workload).outcome().status()).isEqualTo(Status.OK);
        Metric time = run.metric(workload, MetricKey.TIME);
        holds(time, run.did(workload).medians(script), HARNESS);
        Times device = script::deviceNanos;
        Metric byDevice = run.metric(workload, MetricKey.DEVICE_TIME);
        holds(byDevice, device.medians(script), ROUNDING);
        assertThat(interval(byDevice).contains(NANOS * script.deviceNanos())).isTrue();
        assertThat(byDevice.precisionMet()).isEqualTo(workload.equals(STEADY));
        assertThat(run.metric(workload, MetricKey.FIRST_EXECUTION).median())
            .isGreaterThan(NANOS * 10 * script.nanos());
        assertThat(run.metric(workload, MetricKey.END_TO_END_TIME).median())
            .isGreaterThan(NANOS * 0.9 * script.nanos());
      }
    }
  }

  /** The interval of six forks is from the least of their medians to the greatest. */
  private static void holds(Metric metric, double[] medians, double late) {
    assertThat(metric.unit()).isEqualTo("s");
    assertThat(metric.forks()).isEqualTo(FORKS);
    assertThat(metric.n()).isEqualTo((long) FORKS * ITERATIONS);
    Interval interval = interval(metric);
    isAtMostLate(metric.median(), median(medians), late);
    isAtMostLate(interval.low(), medians[0], late);
    isAtMostLate(interval.high(), medians[FORKS - 1], late);
    double halfWidth = (interval.high() - interval.low()) / 2 / metric.median();
    assertThat(metric.precisionMet()).isEqualTo(halfWidth <= HALF_WIDTH);
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
    for (Run run : both()) {
      for (String workload : MEASURED) {
        double joules = 1e-6 * run.script(workload).microjoules();
        Metric energy = run.metric(workload, MetricKey.ENERGY_PER_EXECUTION);
        assertThat(energy.median()).isCloseTo(joules, withinPercentage(1e-6));
        assertThat(readings(run, workload))
            .isNotEmpty()
            .allSatisfy(reading ->
                assertThat(reading.joules())
                    .isCloseTo(reading.executions() * joules, withinPercentage(1e-6)));
        assertThat(energy.note()).contains("of package-0 (rapl)", "not from this machine's");
        Long flops = Objects.requireNonNull(run.cell(workload).work()).flops();
        assertThat(run.metric(workload, MetricKey.EFFICIENCY).median())
            .isCloseTo(Objects.requireNonNull(flops) / joules, withinPercentage(1e-6));
      }
    }
  }

  /** A fork that the machine held up for long has none, for its counter then stood still. */
  private static List<EnergyReading> readings(Run run, String workload) {
    return run.forks(workload).stream()
        .map(fork -> Objects.requireNonNull(fork.outcome().result()))
        .flatMap(result -> result.telemetry().energies().stream())
        .toList();
  }

  @Test
  void aThrottledForkIsLeftOutForItsCauseAndSaid() {
    Metric time = other().metric(SPREAD, MetricKey.TIME);
    assertThat(time.note()).isEqualTo("1 of 7 forks left out: thermal throttling (1)");
    assertThat(other().metric(STEADY, MetricKey.TIME).note()).isNull();
    ForkResult left =
        Objects.requireNonNull(other().forks(SPREAD).get(THROTTLED).outcome().result());
    assertThat(Objects.requireNonNull(left.timing().series(MetricKey.DEVICE_TIME)).get(0))
        .isGreaterThan(2 * interval(other().metric(SPREAD, MetricKey.DEVICE_TIME)).high());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | " + WRONG + " | INVALID | wrong output: entrywise: ",
        "1 | " + THROWS + " | FAILED | illegal address at the third launch",
        "2 | " + HANGS + " | TIMED_OUT | not finished after 2 s"
      })
  void aFaultIsOneForkWithItsReasonAndNoFigure(
      int run, String workload, Status status, String reason) {
    Outcome<CellResult> outcome = runs.get(run).cell(workload).outcome();
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.reason()).startsWith(reason);
    assertThat(outcome.result()).isNull();
    assertThat(runs.get(run).forks(workload)).hasSize(1);
    assertThat(row(runs.get(run).answer().out(), workload))
        .contains(status.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + reason)
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
    return table
        .lines()
        .filter(l -> l.strip().startsWith(workload + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theTableIsTheRecords() {
    for (Run run : both()) {
      Cli.Answer shown = Cli.run("show", run.path());
      assertThat(shown.code()).isEqualTo(ExitCode.OK);
      assertThat(run.answer().out()).startsWith(shown.out());
      for (String workload : MEASURED) {
        Metric time = run.metric(workload, MetricKey.TIME);
        assertThat(row(shown.out(), workload))
            .containsSubsequence(
                TARGET,
                Screen.line(FORMAT.value(time.median(), "s")),
                Screen.line(FORMAT.interval(interval(time).low(), interval(time).high(), "s"))
                    + (time.precisionMet() ? " " : "*"),
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

  private JsonNode comparison() {
    Cli.Answer answer = compare("--json");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    return JsonMapper.shared().readTree(answer.out()).path("others").path(0);
  }

  @Test
  void theComparisonFindsTheTrueRatios() {
    JsonNode comparison = comparison();
    assertThat(comparison.path("comparability").path("verdict").asString()).isEqualTo("COMPARABLE");
    for (String workload : MEASURED) {
      JsonNode time = ratio(comparison, workload, MetricKey.TIME);
      double[] before = base().did(workload).medians(base().script(workload));
      double[] now = other().did(workload).medians(other().script(workload));
      assertThat(time.path("ratio").asDouble()).isCloseTo(shift(before, now), withinPercentage(1));
    }
    JsonNode slower = ratio(comparison, STEADY, MetricKey.DEVICE_TIME);
    assertThat(slower.path("ratio").asDouble()).isCloseTo(1 / SLOWER, withinPercentage(1e-4));
    isSlower(slower);
    isNotShownToDiffer(ratio(comparison, SPREAD, MetricKey.DEVICE_TIME));
    JsonNode steady = changes(comparison, STEADY);
    assertThat(only(steady, "metric", "energyPerExecution").path("reason").asString())
        .contains("not from its machine's sensors");
    JsonNode missing = comparison.path("missing");
    assertThat(missing.size()).isEqualTo(2);
    assertThat(only(missing, "workload", WRONG).path("reason").asString())
        .contains("has no such cell", "INVALID, wrong output: ");
  }

  private static JsonNode changes(JsonNode comparison, String workload) {
    return only(comparison.path("cells"), "workload", workload).path("changes");
  }

  /** The Hodges–Lehmann estimate of a ratio: the median ratio of a fork and a fork. */
  private static double shift(double[] before, double[] now) {
    return Math.exp(
        median(
            Arrays.stream(before)
                .flatMap(b -> Arrays.stream(now).map(n -> Math.log(b / n)))
                .toArray()));
  }

  /** One value per fork that counts, of the record's own samples. */
  private static double[] perFork(Run run, String workload, MetricKey key) {
    return run.forks(workload).stream()
        .map(fork -> Objects.requireNonNull(fork.outcome().result()))
        .filter(result -> result.excludedCause() == null)
        .mapToDouble(
            result -> median(Objects.requireNonNull(result.timing().series(key)).toArray()))
        .toArray();
  }

  /** A ratio, which is that of the records' own forks and lies in its interval. */
  private JsonNode ratio(JsonNode comparison, String workload, MetricKey key) {
    JsonNode ratio = only(changes(comparison, workload), "metric", key.id());
    double before = base().metric(workload, key).median();
    double now = other().metric(workload, key).median();
    assertThat(ratio.path("base").asDouble()).isEqualTo(before);
    assertThat(ratio.path("other").asDouble()).isEqualTo(now);
    double shift = shift(perFork(base(), workload, key), perFork(other(), workload, key));
    assertThat(ratio.path("ratio").asDouble()).isCloseTo(shift, withinPercentage(1e-6));
    assertThat(interval(ratio).contains(shift)).isTrue();
    return ratio;
  }

  private static Interval interval(JsonNode ratio) {
    return new Interval(ratio.path("ciLow").asDouble(), ratio.path("ciHigh").asDouble(), 0.95);
  }

  private static void isSlower(JsonNode ratio) {
    assertThat(interval(ratio).contains(1 / SLOWER)).isTrue();
    assertThat(interval(ratio).high()).isLessThan(1);
    assertThat(ratio.path("verdict").asString()).isEqualTo("SLOWER");
  }

  private static void isNotShownToDiffer(JsonNode ratio) {
    assertThat(interval(ratio).contains(1)).isTrue();
    assertThat(ratio.path("verdict").asString()).isEqualTo("NO_DIFFERENCE_SHOWN");
  }

  /** The host's clock measures whatever else the machine does, which must not be too much. */
  @Test
  void onAMachineThatIsNotTooBusyTheHostsClockFindsThemToo() {
    for (Run run : both()) {
      for (String workload : MEASURED) {
        Times truth = run.script(workload)::nanos;
        double[] medians = truth.medians(run.script(workload));
        double[] did = run.did(workload).medians(run.script(workload));
        for (int fork = 0; fork < FORKS; fork++) {
          assumeThat(did[fork]).as("not too busy").isLessThan((1 + LATE) * medians[fork]);
        }
      }
    }
    for (Run run : both()) {
      for (String workload : MEASURED) {
        Metric time = run.metric(workload, MetricKey.TIME);
        assertThat(interval(time).contains(NANOS * run.script(workload).nanos())).isTrue();
        assertThat(time.precisionMet()).isEqualTo(workload.equals(STEADY));
      }
    }
    isSlower(ratio(comparison(), STEADY, MetricKey.TIME));
    isNotShownToDiffer(ratio(comparison(), SPREAD, MetricKey.TIME));
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

    Map<String, List<@Nullable Object>> recorded = new HashMap<>();
    RunRecord tonight = other().stored().record();
    for (Cell cell : tonight.cells()) {
      CellResult result = cell.outcome().result();
      if (result != null) {
        result
            .available()
            .forEach((key, m) ->
                recorded.put(
                    tonight.runId() + " " + cell.id().workload() + " " + key.id(),
                    Arrays.asList(m.median(), m.ciLow(), m.ciHigh(), m.n(), m.forks())));
      }
    }
    assertThat(figuresOfCsv(folder.resolve("figures.csv"))).isEqualTo(recorded);
    assertThat(figuresOfJson(folder.resolve("figures.json"))).isEqualTo(recorded);

    String page = Files.readString(folder.resolve("report.html"));
    for (String workload : MEASURED) {
      Metric time = other().metric(workload, MetricKey.TIME);
      assertThat(page)
          .contains("data-k=\"" + time.median() + "\">" + FORMAT.value(time.median(), "s"));
      double ratio =
          shift(
              perFork(base(), workload, MetricKey.TIME),
              perFork(other(), workload, MetricKey.TIME));
      assertThat(page).contains(">" + FORMAT.significant(ratio, 4) + "×<");
    }
    assertThat(page)
        .contains("illegal address at the third launch", "1 of 7 forks left out")
        .contains("wrong output: ");
    assertThat(Files.readString(folder.resolve("junit.xml"))).contains("errors=\"2\"");
  }

  private static Map<String, List<@Nullable Object>> figuresOfCsv(Path file) throws IOException {
    Map<String, List<@Nullable Object>> figures = new HashMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        if (!row.getField("median").isEmpty()) {
          figures.put(
              row.getField("run") + " " + row.getField("workload") + " " + row.getField("metric"),
              Arrays.asList(
                  Double.valueOf(row.getField("median")),
                  numberOrNull(row.getField("ciLow")),
                  numberOrNull(row.getField("ciHigh")),
                  Long.valueOf(row.getField("n")),
                  Integer.valueOf(row.getField("forks"))));
        }
      }
    }
    return figures;
  }

  private static @Nullable Double numberOrNull(String text) {
    return text.isEmpty() ? null : Double.valueOf(text);
  }

  private static Map<String, List<@Nullable Object>> figuresOfJson(Path file) throws IOException {
    Map<String, List<@Nullable Object>> figures = new HashMap<>();
    JsonNode all = JsonMapper.shared().readTree(Files.readString(file)).path("figures");
    for (JsonNode row : all) {
      if (!row.path("median").isNull()) {
        figures.put(
            row.path("run").asString()
                + " "
                + row.path("workload").asString()
                + " "
                + row.path("metric").asString(),
            Arrays.asList(
                row.path("median").asDouble(),
                numberOrNull(row.path("ciLow").asString("")),
                numberOrNull(row.path("ciHigh").asString("")),
                row.path("n").asLong(),
                row.path("forks").asInt()));
      }
    }
    return figures;
  }
}
