package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.record.CellId;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunRecord.Build;
import assay.core.record.RunRecord.Environment;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A resumed run is the run that was begun: same plan, same machine, same program. */
class ResumeTest {
  private static final String SMALL = "gemm/m=7,n=5,k=9";
  @TempDir static Path once = Path.of("");
  private static RunFolder original = new RunFolder(Path.of(""));

  @TempDir Path folder = Path.of("");
  private RunFolder run = new RunFolder(Path.of(""));

  @BeforeAll
  static void measure() throws IOException {
    Path suite = Cli.tinySuite(once, SMALL);
    Files.writeString(
        suite,
        Files.readString(suite)
            .replace("forks: 1", "forks: 2\ncanaries: [\"" + SMALL + " on right\"]"));
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite.toString(),
            "-t",
            "right",
            "--seed",
            "7",
            "--host-label",
            "bench",
            "--sampling-period",
            "500ms",
            "--no-report",
            "--out",
            once.resolve("runs").toString());
    assertThat(answer.code()).as(answer.all()).isZero();
    original = StoredRun.only(once.resolve("runs")).folder();
  }

  /** As if it had been killed after the first of two forks. */
  @BeforeEach
  void interrupt() throws IOException {
    run = new RunFolder(Files.createDirectories(folder.resolve(original.name())));
    Files.copy(original.telemetryFile(), run.telemetryFile());
    String first = Files.readString(original.forksFile()).lines().findFirst().orElseThrow();
    Files.writeString(run.forksFile(), first + "\n");
    rewrite(UnaryOperator.identity(), original.read().assay());
  }

  private void rewrite(UnaryOperator<Environment> change, Build build) throws IOException {
    RunRecord whole = original.read();
    run.write(
        new RunRecord(
            whole.schemaVersion(),
            whole.runId(),
            whole.startedUtc(),
            null,
            whole.suite(),
            whole.seed(),
            build,
            change.apply(whole.environment()),
            whole.plan(),
            whole.telemetry(),
            whole.cells()));
  }

  /**
   * Earlier nights gave the cell four iterations; the suite has another number. The run measures a
   * suspect of another run again.
   */
  @Test
  void aCellKeepsItsOwnNumberOfIterationsAndTheRunItsPurpose() throws IOException {
    RunRecord begun = run.read();
    CellId id = begun.cells().getFirst().id();
    assertThat(begun.plan().gate()).isEqualTo(new RunRecord.GatePlan(List.of(id), null));
    RunRecord.GatePlan gate =
        new RunRecord.GatePlan(List.of(id), new RunId("20260801T020000Z-abcdef"));
    RunRecord.Plan plan = begun.plan();
    int usual = Integer.parseInt(plan.parameters().getOrDefault("iterations", ""));
    Map<String, String> parameters = new LinkedHashMap<>(plan.parameters());
    parameters.put("forks of " + id, "2");
    parameters.put("iterations of " + id, "4");
    run.write(
        new RunRecord(
            begun.schemaVersion(),
            begun.runId(),
            begun.startedUtc(),
            null,
            begun.suite(),
            begun.seed(),
            begun.assay(),
            begun.environment(),
            new RunRecord.Plan(
                plan.suite(),
                plan.workloads(),
                plan.targets(),
                plan.precisions(),
                plan.threads(),
                plan.jvmArgs(),
                plan.targetHalfWidthPercent(),
                plan.maxForks(),
                plan.budgetSeconds(),
                parameters,
                gate),
            begun.telemetry(),
            begun.cells()));
    Cli.Answer answer = resume();
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(run.read().plan().parameters()).isEqualTo(parameters);
    assertThat(run.read().plan().gate()).isEqualTo(gate);
    assertThat(run.readForks().forks())
        .extracting(fork -> Objects.requireNonNull(fork.outcome().result()).timing().time().size())
        .containsExactly(usual, 4)
        .doesNotHaveDuplicates();
  }

  private static UnaryOperator<Environment> with(String name, @Nullable String value) {
    return old ->
        Environment.of(
            old.host(),
            changed(old.identity(), name, value),
            changed(old.settings(), name, value),
            old.state(),
            old.unavailable());
  }

  private static Map<String, String> changed(
      Map<String, String> values, String name, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.replace(name, value);
    }
    return changed;
  }

  private Cli.Answer resume(String... more) {
    List<String> args = new ArrayList<>(List.of("run", "--resume", "latest", "--no-report"));
    args.addAll(List.of("--out", folder.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private void assertRefused(Cli.Answer answer, int code, String said) throws IOException {
    assertThat(answer.code()).as(answer.all()).isEqualTo(code);
    assertThat(answer.err()).contains(said).contains("start a new run");
    assertThat(answer.err().lines()).as(answer.err()).hasSize(1);
    assertThat(run.readForks().forks()).hasSize(1);
    assertThat(run.read().finishedUtc()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu.logical | 4096 | cpu.logical: 4096 → ",
        "kernels.right | 0123 | kernels.right: 0123 → ",
        "harness | 0123 | harness: 0123 → "
      })
  void isRefusedOnAnotherMachineAndByAnotherBuild(String name, String value, String said)
      throws IOException {
    rewrite(with(name, value), original.read().assay());
    assertRefused(resume(), ExitCode.INVALID, said);
  }

  @Test
  void isRefusedByAnotherCommit() throws IOException {
    rewrite(UnaryOperator.identity(), new Build("0.1.0", "0123456789ab"));
    assertRefused(resume(), ExitCode.INVALID, "begun with Assay 0.1.0 (0123456789ab), and this is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seed 8 | with --seed 7",
        "--threads 4095 | with --threads ",
        "--max-forks 9 | with --max-forks 2",
        "--suite smoke | with --suite tiny",
        "-w gemm/m=8,n=8,k=8 | with --workload gemm/m=7,n=5,k=9",
        "-t nan | with --target right",
        "-t right -t nan | with --target right",
        "-p f64 | with --precision f32",
        "--cold | without --cold",
        "--fork-timeout 2s | with --fork-timeout 3600s",
        "--no-telemetry | without --no-telemetry",
        "--energy-window 2s | --energy-window",
        "--sampling-period 2s | with --sampling-period 500ms",
        "--wall-meter csv:x | without --wall-meter",
        "--host-label other | with --host-label bench",
        "--sysfs-root . | without --sysfs-root"
      })
  void anOptionThatContradictsThePlanIsRefused(String options, String said) throws IOException {
    assertRefused(resume(options.split(" ")), ExitCode.USAGE, said);
  }

  @Test
  void optionsThatSayTheSameOrDoNotChangeThePlanAreTaken() throws IOException {
    Cli.Answer answer =
        resume(
            "--seed",
            "7",
            "--max-forks",
            "2",
            "-w",
            SMALL,
            "-t",
            "right",
            "-p",
            "f32",
            "--fork-timeout",
            "60m",
            "--sampling-period",
            "500ms",
            "--host-label",
            "bench",
            "--budget",
            "5m",
            "--require",
            "right");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(run.readForks().forks()).hasSize(2);
    assertThat(run.read().environment().settings())
        .isEqualTo(original.read().environment().settings());
  }

  /** The record keeps both values, so that a comparison with either warns. */
  @Test
  void aSettingThatHasChangedSinceIsSaidAndStored() throws IOException {
    rewrite(with("memory.swappiness", "61"), original.read().assay());
    Cli.Answer answer = resume();
    assertThat(answer.code()).as(answer.all()).isZero();
    String now = original.read().environment().settings().get("memory.swappiness");
    assertThat(answer.err())
        .contains("resumed with other settings: memory.swappiness: 61 → " + now);
    Environment stored = run.read().environment();
    assertThat(stored.settings()).containsEntry("memory.swappiness", "61, then " + now);
    assertThat(stored.state().get("run.note-1")).contains("memory.swappiness: 61 → " + now);
    assertThat(stored.identity()).isEqualTo(original.read().environment().identity());
  }

  /** What only one of the two knows does not make another machine, and the record keeps it. */
  @Test
  void whatOnlyThePrivilegedUserKnewIsKept() throws IOException {
    rewrite(
        old ->
            Environment.of(
                old.host(), plus(old.identity()), old.settings(), old.state(), old.unavailable()),
        original.read().assay());
    Cli.Answer answer = resume();
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(run.read().environment().identity()).containsEntry("memory.serial", "8 × 32 GiB");
  }

  private static Map<String, String> plus(Map<String, String> identity) {
    Map<String, String> more = new LinkedHashMap<>(identity);
    more.put("memory.serial", "8 × 32 GiB");
    return more;
  }

  @Test
  void isRefusedWhileTheRunIsRunning() throws Exception {
    try (RunLock _ = run.lock().orElseThrow()) {
      Cli.Answer answer = resume();
      assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
      assertThat(answer.err()).contains("is still running");
      assertThat(Cli.run("show", "--out", folder.toString()).out()).contains(" running");
    }
    assertThat(Cli.run("show", "--out", folder.toString()).out()).contains("interrupted; --resume");
  }

  @Test
  void incompleteLastLinesAreMovedAsideAndSaid() throws IOException {
    Files.write(
        run.telemetryFile(),
        new byte[] {'{', '"', 't', (byte) 0xc3},
        java.nio.file.StandardOpenOption.APPEND);
    Files.writeString(run.forksFile(), "{\"schema", java.nio.file.StandardOpenOption.APPEND);
    Cli.Answer shown =
        Cli.run("report", run.path().toString(), "--out", folder.resolve("page").toString());
    assertThat(shown.code()).as(shown.all()).isZero();
    assertThat(Files.readString(folder.resolve("page").resolve("report.html")))
        .contains("2 parts of the raw data are missing, the first: forks.jsonl: its last line");
    Cli.Answer answer = resume();
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.err())
        .containsPattern(
            "the last line of telemetry.jsonl was incomplete; it is in telemetry.jsonl.torn-")
        .containsPattern("the last line of forks.jsonl was incomplete; it is in forks.jsonl.torn-");
    assertThat(run.readTelemetry().lost()).isEmpty();
    assertThat(run.read().environment().state()).containsKeys("run.note-1", "run.note-2");
  }

  /** The log is a pipe whose reader goes away, as a disk that fills up. */
  @Test
  @Timeout(120)
  void aTelemetryLogThatCannotBeWrittenToItsEndCostsNoResult() throws Exception {
    Path log = run.telemetryFile();
    Files.delete(log);
    assumeTrue(
        new ProcessBuilder("mkfifo", log.toString()).start().waitFor() == 0,
        "mkfifo makes no pipe here");
    CompletableFuture<String> header =
        CompletableFuture.supplyAsync(() -> {
          try (BufferedReader reader = Files.newBufferedReader(log)) {
            return reader.readLine();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Cli.Answer answer = resume();
    assertThat(header.get(10, TimeUnit.SECONDS)).contains("schemaVersion");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.err()).contains("telemetry is incomplete: cannot write " + log);
    RunRecord stored = run.read();
    assertThat(stored.finishedUtc()).isNotNull();
    assertThat(stored.environment().state().get("run.note-1"))
        .startsWith("telemetry is incomplete: ");
  }

  @ParameterizedTest
  @CsvSource({"--wall-meter, csv:x", "--sampling-period, 2s", "--energy-window, 1s"})
  void withoutTelemetryAnOptionOfTelemetryIsRefused(String option, String value) {
    Path out = folder.resolve("new");
    Cli.Answer answer =
        Cli.run(
            "run",
            "-w",
            SMALL,
            "-t",
            "right",
            "--no-telemetry",
            option,
            value,
            "--out",
            out.toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains(option + " has no effect with --no-telemetry");
    assertThat(out).doesNotExist();
  }

  @Test
  void withoutTelemetryTheMachineIsStillDescribedAsAsked() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Path out = folder.resolve("new");
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            Cli.tinySuite(folder, SMALL).toString(),
            "-t",
            "right",
            "--no-telemetry",
            "--no-report",
            "--host-label",
            "nameless",
            "--sysfs-root",
            root.toString(),
            "--out",
            out.toString());
    assertThat(answer.code()).as(answer.all()).isZero();
    RunRecord stored = StoredRun.only(out).record();
    assertThat(stored.environment().host()).isEqualTo("nameless");
    assertThat(stored.environment().identity())
        .containsEntry("machine", "read under " + root)
        .doesNotContainKey("cpu.model");
    assertThat(stored.plan().parameters())
        .containsEntry("sysfsRoot", root.toString())
        .containsEntry("telemetry", "off");
  }
}
