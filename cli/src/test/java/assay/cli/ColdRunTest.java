package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.cli.faults.Flushing;
import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cold runs in real forks: caches are emptied between executions, and nobody pays for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColdRunTest {
  private static final String GEMM = "gemm/m=7,n=5,k=9";
  private static final List<String> TARGETS =
      List.of("flushes", "flush-throws", "flush-unknown", "right", "emulation", "cpu-scalar");

  private Cli.Answer answer = new Cli.Answer(0, "", "");
  private List<StoredRun> stored = List.of();

  @BeforeAll
  void runAll(@TempDir Path folder) throws IOException {
    Path suite = Cli.tinySuite(folder, GEMM, "train/cnn-fashion,images=64", "memory/copy,kib=1");
    List<String> args = new java.util.ArrayList<>(List.of("run", "--cold", "--max-forks", "1"));
    args.addAll(List.of("--suite", suite.toString(), "--out", folder.resolve("runs").toString()));
    TARGETS.forEach(target -> args.addAll(List.of("-t", target)));
    answer = Cli.run(args.toArray(String[]::new));
    stored = List.of(StoredRun.only(folder.resolve("runs")));
  }

  private Outcome<CellResult> outcome(String workload, String target) {
    return stored.getFirst().record().cells().stream()
        .filter(c -> c.id().workload().equals(workload) && c.id().target().equals(target))
        .map(Cell::outcome)
        .findFirst()
        .orElseThrow(() -> new AssertionError(workload + " on " + target + "\n" + answer.all()));
  }

  private Outcome.Measured<CellResult> measured(String workload, String target) {
    Outcome<CellResult> outcome = outcome(workload, target);
    assertThat(outcome).as(answer.all()).isInstanceOf(Outcome.Measured.class);
    return (Outcome.Measured<CellResult>) outcome;
  }

  /** The target itself fails where an execution is not preceded by an emptying of its own. */
  @Test
  void everyTimedExecutionFindsCachesEmptyAndIsTimedWithoutEmptyingThem() {
    Outcome.Measured<CellResult> cold = measured(GEMM + ",cache=cold", "flushes");
    Metric time = Objects.requireNonNull(cold.result().metric(MetricKey.TIME));
    assertThat(time.median()).isLessThan(Flushing.MILLIS * 1e-3 / 2);
    assertThat(cold.verification().passed()).isTrue();
  }

  @Test
  void theLabelIsTheWorkloadsName() {
    assertThat(answer.out()).contains(GEMM + ",cache=cold");
    assertThat(stored.getFirst().record().plan().workloads()).contains(GEMM + ",cache=cold");
    assertThat(stored.getFirst().forks())
        .filteredOn(f -> f.outcome() instanceof Outcome.Measured<ForkResult>)
        .filteredOn(f -> f.cell().workload().startsWith("gemm"))
        .isNotEmpty()
        .allMatch(f -> f.cell().workload().endsWith(",cache=cold"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "right | cache=cold: right cannot flush the caches of its device",
        "flush-unknown | cache=cold: the device does not state the size of its cache",
        "emulation | cache=cold: board model is not hardware"
      })
  void whoCannotIsUnsupportedWithTheReason(String target, String reason) {
    Outcome<CellResult> outcome = outcome(GEMM + ",cache=cold", target);
    assertThat(outcome.status()).as(answer.all()).isEqualTo(Status.UNSUPPORTED);
    assertThat(outcome.reason()).contains(reason);
    assertThat(Remedy.textOf(outcome.remedy())).contains("without cache=cold");
  }

  @Test
  void anEmptyingThatFailsIsAnErrorAndNoWarmRun() {
    Outcome<CellResult> outcome = outcome(GEMM + ",cache=cold", "flush-throws");
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.reason()).contains("the third memset failed");
  }

  @Test
  void trainingHasNoColdRunAndCeilingsStayAsTheyAre() {
    Outcome<CellResult> training = outcome("train/cnn-fashion,images=64,cache=cold", "cpu-scalar");
    assertThat(training.status()).isEqualTo(Status.UNSUPPORTED);
    assertThat(training.reason()).contains("an epoch is timed as a whole");
    assertThat(measured("memory/copy,kib=1", "cpu-scalar").result().metrics()).isNotEmpty();
  }

  /** On a machine that does not state its caches this is UNSUPPORTED, and says so. */
  @Test
  void thisMachinesProcessorIsColdOrSaysWhyNot() {
    Outcome<CellResult> outcome = outcome(GEMM + ",cache=cold", "cpu-scalar");
    if (outcome.status() == Status.UNSUPPORTED) {
      assertThat(outcome.reason()).contains("the size of the caches is unknown");
    } else {
      assertThat(measured(GEMM + ",cache=cold", "cpu-scalar").result().metrics()).isNotEmpty();
    }
  }

  @Test
  void theRecordIsValidAndRecomputes() throws IOException {
    stored.getFirst().assertValid();
    stored.getFirst().assertRecomputes();
  }

  @Test
  void warmAndColdAreNeverCompared(@TempDir Path folder) throws IOException {
    Path suite = Cli.tinySuite(folder, GEMM);
    String runs = folder.resolve("runs").toString();
    for (String cold : List.of("", "--cold")) {
      List<String> args =
          new java.util.ArrayList<>(List.of("run", "--no-report", "--no-telemetry"));
      args.addAll(List.of("--suite", suite.toString(), "-t", "flushes", "--out", runs));
      if (!cold.isEmpty()) {
        args.add(cold);
      }
      Cli.Answer run = Cli.run(args.toArray(String[]::new));
      assertThat(run.code()).as(run.all()).isZero();
    }
    List<String> ids =
        new RunStore(Path.of(runs)).list().stream().map(f -> f.runFile().toString()).toList();
    Cli.Answer compared = Cli.run("compare", ids.getFirst(), ids.getLast());
    assertThat(compared.out()).contains("has no such cell");
    assertThat(compared.out()).doesNotContain("FASTER").doesNotContain("SLOWER");
  }
}
