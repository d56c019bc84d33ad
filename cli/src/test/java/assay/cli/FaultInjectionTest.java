package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.cli.faults.FaultyModels;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target can be wrong in any way and the run says so, prints no figure for it, and measures the
 * others. One run has all faults that end by themselves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultInjectionTest {
  private static final String GEMM = "gemm/m=7,n=5,k=9";
  private static final List<String> TOGETHER =
      List.of(
          "right",
          "clocked",
          "wrong-entry",
          "stale",
          "lazy",
          "memoised",
          "unwritten-tail",
          "nan",
          "compile-throws",
          "execute-throws",
          "absent",
          "probe-throws",
          "probe-crashes",
          "bad-jvm-argument",
          "cannot-do",
          "declines",
          "unsupported-throws",
          "out-of-memory",
          "halts",
          "chatty",
          "emulation",
          "wrong-emulation",
          "model",
          "wrong-model",
          "model-without-cycles",
          "clock-stands",
          "clock-backwards",
          "peak-is-no-number",
          "nameless",
          "wrong-nameless",
          "impossible-model",
          "model-without-figures");

  private Path suite = Path.of("");
  private Cli.Answer answer = new Cli.Answer(0, "", "");
  private List<StoredRun> stored = List.of();

  @BeforeAll
  void runAllFaults(@TempDir Path folder) throws IOException {
    suite = Cli.tinySuite(folder, GEMM);
    answer = run(folder.resolve("all"), TOGETHER);
    stored = List.of(StoredRun.only(folder.resolve("all")));
  }

  @AfterAll
  void everyForkIsGone() {
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private Cli.Answer run(Path out, List<String> targets, String... more) {
    List<String> args = new ArrayList<>(List.of("run", "--suite", suite.toString()));
    targets.forEach(t -> args.addAll(List.of("-t", t)));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Cell cell(String target) {
    return stored.getFirst().cell(target);
  }

  /** The line of the table. */
  private static String row(Cli.Answer answer, String target) {
    return answer
        .out()
        .lines()
        .filter(l -> l.replace(GEMM, "").strip().startsWith(target + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row of " + target + "\n" + answer.all()));
  }

  @Test
  void theRightTargetIsMeasuredAmongAllTheWrongOnes() {
    Cell cell = cell("right");
    assertThat(cell.outcome()).isInstanceOf(Outcome.Measured.class);
    assertThat(row(answer, "right"))
        .contains("FLOP/s")
        .containsPattern(" 0\\.[0-9]+ +2[0-9]\\.[0-9]$");
  }

  /** Such a device has memory of its own, too: the way there and back is a time of its own. */
  @Test
  void aDeviceWithAClockHasItsTimeBesideTheHosts() {
    Map<MetricKey, Metric> metrics =
        Objects.requireNonNull(cell("clocked").outcome().result()).available();
    Metric time = Objects.requireNonNull(metrics.get(MetricKey.TIME));
    assertThat(metrics.get(MetricKey.DEVICE_TIME)).extracting(Metric::median).isEqualTo(1e-9);
    Metric busy = Objects.requireNonNull(metrics.get(MetricKey.DEVICE_BUSY));
    assertThat(busy.median()).isCloseTo(100e-9 / time.median(), within(1e-12));
    assertThat(metrics).containsKey(MetricKey.END_TO_END_TIME);
    assertThat(Objects.requireNonNull(cell("right").outcome().result()).available())
        .doesNotContainKeys(
            MetricKey.DEVICE_TIME, MetricKey.DEVICE_BUSY, MetricKey.END_TO_END_TIME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong-entry | expected",
        "stale | found NaN",
        "lazy | not written",
        "memoised | expected",
        "unwritten-tail | found NaN",
        "nan | found NaN",
        "wrong-emulation | found NaN",
        "wrong-nameless | expected"
      })
  void wrongOutputIsInvalidAndHasNoFigure(String target, String said) {
    Cell cell = cell(target);
    assertThat(cell.outcome().status()).as(answer.all()).isEqualTo(Status.INVALID);
    assertThat(cell.outcome().reason()).startsWith("wrong output: ").contains(said).contains("[");
    assertNoFigures(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compile-throws | FAILED | no kernel image for this device: update the driver",
        "execute-throws | FAILED | illegal address at the third launch",
        "unsupported-throws | FAILED | table of operations is missing",
        "out-of-memory | FAILED | out of memory in the fork",
        "halts | FAILED | the fork's JVM exited before it reported a result",
        "absent | UNAVAILABLE | no such board on the bus",
        "probe-throws | UNAVAILABLE | libmissing.so.1: cannot open shared object file",
        "probe-crashes | UNAVAILABLE | exit code 77",
        "bad-jvm-argument | UNAVAILABLE | NoSuchFlagAnywhere",
        "cannot-do | UNSUPPORTED | MatMul: this board has no multipliers",
        "declines | UNSUPPORTED | MatMul: the library offers no algorithm",
        "clock-stands | FAILED | the target's deviceTime is 0.0, not above 0",
        "clock-backwards | FAILED | the target's deviceTime is -5",
        "impossible-model | FAILED | the target's counts are impossible: 315 multiply-adds in 1 cycles",
        "model-without-figures | FAILED | the target's counts are impossible: it gave none"
      })
  void whatCannotRunSaysWhy(String target, Status status, String reason) {
    assertThat(cell(target).outcome().status()).as(answer.all()).isEqualTo(status);
    assertThat(cell(target).outcome().reason()).contains(reason).doesNotContain("\n");
    assertThat(row(answer, target)).contains(status.name().toLowerCase(Locale.ROOT) + ": ");
    assertNoFigures(target);
  }

  @Test
  void whatATargetStatesWronglyBesideItsTimesCostsItOnlyThat() {
    CellResult result = Objects.requireNonNull(cell("peak-is-no-number").outcome().result());
    assertThat(result.available()).containsKey(MetricKey.DEVICE_TIME);
    assertThat(
            Objects.requireNonNull(result.metrics().get(MetricKey.PERCENT_OF_DESIGN_PEAK)).whyNot())
        .contains("'very high', not a number above 0");
    assertThat(cell("nameless").outcome().status()).isEqualTo(Status.OK);
    assertThat(cell("nameless").outcome().engine()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"absent", "probe-throws", "probe-crashes", "bad-jvm-argument", "out-of-memory"})
  void whatCanBeHelpedSaysHow(String target) {
    String remedy = RemedyText.ofNullable(cell(target).outcome().remedy());
    assertThat(remedy).isNotBlank();
    assertThat(row(answer, target)).contains("[" + remedy + "]");
  }

  @Test
  void aHaltedForkTellsItsLastWords() {
    assertThat(cell("halts").outcome().reason()).contains("a driver's last words");
  }

  @Test
  void anEmulationIsCheckedAndNeverTimed() {
    assertThat(cell("emulation").outcome())
        .isInstanceOfSatisfying(
            Outcome.Verified.class,
            e -> {
              assertThat(e.verification().passed()).isTrue();
              assertThat(e.device()).isInstanceOf(Device.Emulated.class);
              assertThat(e.emulationSeconds()).as("the emulator's own time").isPositive();
            });
    assertThat(row(answer, "emulation")).contains("emulated: ", "; the emulator took ");
    assertThat(answer.out())
        .containsPattern("Run on an emulation\n.*\n.* emulation .* board model +entrywise +0\\.");
    assertNoFigures("emulation");
  }

  @Test
  void aModelIsExecutedOnceCheckedAndListedApart() {
    assertThat(cell("model").outcome())
        .isInstanceOfSatisfying(
            Outcome.Modelled.class,
            modelled -> {
              assertThat(modelled.verification().passed()).isTrue();
              assertThat(modelled.model().cycles()).isEqualTo(FaultyModels.CYCLES);
            });
    assertThat(answer.out())
        .containsSubsequence("RTL models (simulated cycles, no hardware)", " 1234 ");
    assertNoFigures("model");
    assertThat(stored.getFirst().forks())
        .filteredOn(f -> f.cell().target().equals("model"))
        .hasSize(1);
  }

  @Test
  void aWrongModelHasNoCycles() {
    assertThat(cell("wrong-model").outcome())
        .isInstanceOfSatisfying(
            Outcome.Invalid.class,
            invalid -> assertThat(invalid.device()).isInstanceOf(Device.RtlModel.class));
    assertThat(row(answer, "wrong-model")).contains(": wrong output: ").doesNotContain("1234");
    assertThat(cell("model-without-cycles").outcome().status()).isEqualTo(Status.FAILED);
    assertThat(cell("model-without-cycles").outcome().reason()).contains("counts no cycles");
  }

  private void assertNoFigures(String target) {
    assertThat(cell(target).outcome().result()).isNull();
    assertThat(stored.getFirst().forks())
        .filteredOn(f -> f.cell().target().equals(target))
        .noneMatch(f -> f.outcome() instanceof Outcome.Measured<ForkResult>);
    // An emulator's own time is said in words and is no figure of the cell.
    assertThat(row(answer, target).replaceFirst("; the emulator took [0-9.,]+ [mµn]?s$", ""))
        .doesNotContainPattern("[0-9] [mµn]?s\\b")
        .doesNotContain("FLOP/s");
    assertThat(answer.err().lines().filter(l -> l.contains(" on " + target + " in ")))
        .noneMatch(l -> l.contains(", checked") && !l.contains("no metrics"));
  }

  @Test
  void theRecordKeepsToTheSchemasAndFollowsFromItsForks() throws IOException {
    stored.getFirst().assertValid();
    stored.getFirst().assertRecomputes();
    assertThat(stored.getFirst().record().finishedUtc()).isNotNull();
  }

  @Test
  void oneForkOfAWrongTargetIsEnough() {
    assertThat(stored.getFirst().forks())
        .extracting(f -> f.cell().target())
        .doesNotHaveDuplicates()
        .doesNotContain("absent", "cannot-do", "probe-crashes");
  }

  @Test
  void wrongOutputOutweighsEverythingInTheExitCode() {
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "wrong-entry, 3",
    "compile-throws, 5",
    "halts, 5",
    "absent, 6",
    "probe-crashes, 6",
    "cannot-do, 4",
    "declines, 4",
    "emulation, 0",
    "right, 0"
  })
  void exitCodes(String target, int code, @TempDir Path out) {
    Cli.Answer single = run(out, List.of(target));
    assertThat(single.code()).as(single.all()).isEqualTo(code);
  }

  @Test
  void aRequiredTargetThatIsAbsentIsSaidOnStandardError(@TempDir Path out) throws IOException {
    Cli.Answer required = run(out, List.of("right"), "--require", "absent");
    assertThat(required.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(required.err())
        .contains("absent")
        .contains("no such board on the bus")
        .contains("plug one in");
    assertThat(StoredRun.only(out).cell("right").outcome().status()).isEqualTo(Status.OK);
  }

  @Test
  void aForkThatHangsIsGivenUp(@TempDir Path out) throws IOException {
    long start = System.nanoTime();
    Cli.Answer hung = run(out, List.of("hangs", "right"), "--fork-timeout", "9s");
    StoredRun run = StoredRun.only(out);
    assertThat(run.cell("right").outcome().status()).as(hung.all()).isEqualTo(Status.OK);
    Outcome<CellResult> outcome = run.cell("hangs").outcome();
    assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(outcome.reason()).contains("not finished after 9 s");
    assertThat(Remedy.textOf(outcome.remedy())).contains("allow each fork more time");
    assertThat(outcome.result()).isNull();
    assertThat(hung.code()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat((System.nanoTime() - start) * 1e-9).isLessThan(60);
    run.assertValid();
    run.assertRecomputes();
  }

  @Test
  void theBudgetLeavesOutWhatItHasNoTimeFor(@TempDir Path out) throws IOException {
    Path two = Cli.tinySuite(out, GEMM, "gemm/m=8,n=8,k=8");
    Cli.Answer spent =
        Cli.run(
            "run",
            "--suite",
            two.toString(),
            "-t",
            "hangs",
            "-t",
            "right",
            "--budget",
            "1s",
            "--fork-timeout",
            "2s",
            "--out",
            out.resolve("runs").toString());
    StoredRun run = StoredRun.only(out.resolve("runs"));
    run.assertValid();
    assertThat(run.record().cells()).hasSize(4);
    assertThat(run.record().cells())
        .filteredOn(c -> c.outcome().status() == Status.TIMED_OUT)
        .isNotEmpty()
        .allMatch(c -> c.outcome().remedy() != null);
    assertThat(spent.code()).isEqualTo(ExitCode.INCONCLUSIVE);
  }
}
