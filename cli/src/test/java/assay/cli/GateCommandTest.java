package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.nightly.simulate.SimulatedFortnight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The gate and what people say to it, on the runs of two simulated hosts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateCommandTest {
  private static final String SLOW = "gemm/m=2048,n=2048,k=2048";

  private Path runs = Path.of("");
  private final Map<Integer, RunFolder> lab1 = new HashMap<>();

  @BeforeAll
  void write(@TempDir Path folder) throws IOException {
    runs = folder;
    SimulatedFortnight fleet = new SimulatedFortnight(SimulatedFortnight.SEED);
    RunStore store = new RunStore(runs);
    for (int night = -30; night <= 13; night++) {
      lab1.put(night, fleet.run("lab-1", night).write(store));
      fleet.run("lab-4", night).write(store);
    }
  }

  private Cli.Answer assay(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runs", runs.toString()));
    return Cli.run(all.toArray(String[]::new));
  }

  private String run(int night) {
    return Objects.requireNonNull(lab1.get(night)).path().toString();
  }

  @AfterEach
  void forgetStatements() throws IOException {
    Files.deleteIfExists(runs.resolve("journal.jsonl"));
  }

  @Test
  void theNewestNightIsJudgedAndSaysWhatIsMissing() {
    Cli.Answer answer = assay("gate");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.out())
        .contains("lab-4", "4 series are missing", "the driver finds no device");
  }

  @Test
  void requiredTargetOutweighsWhatIsMissing() {
    Cli.Answer answer = assay("gate", "latest", "--require", "cuda");
    assertThat(answer.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(answer.err()).contains("required and unavailable tonight: cuda");
  }

  @Test
  void firstNightHasNothingToCompareWith() {
    Cli.Answer answer = assay("gate", run(-30));
    assertThat(answer.code()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err())
        .contains("nothing was judged: too few earlier nights are comparable with this one");
  }

  @Test
  void changeIsAcceptedAndThatIsWithdrawn() throws IOException {
    assertThat(assay("gate", run(13), "--fail-while-open").code()).isEqualTo(ExitCode.REGRESSION);
    Cli.Answer ack = assay("ack", SLOW, "cpu-simd", "time", "--reason", "firmware 2.14");
    assertThat(ack.code()).as(ack.all()).isEqualTo(ExitCode.OK);
    assertThat(ack.out()).startsWith("j1: accepted: time of " + SLOW + " on cpu-simd in f32");
    Cli.Answer accepted = assay("gate", run(13), "--fail-while-open");
    assertThat(accepted.code()).as(accepted.all()).isEqualTo(ExitCode.OK);
    assertThat(assay("gate", run(13), "--json").out())
        .contains("\"acknowledged\" : \"firmware 2.14 (");
    Cli.Answer again = assay("ack", SLOW, "cpu-simd", "time", "--reason", "firmware 2.14");
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("nothing that matches has an open change");
    Cli.Answer undone = assay("ack", SLOW, "--reason", "it is not", "--undo");
    assertThat(undone.code()).as(undone.all()).isEqualTo(ExitCode.OK);
    assertThat(assay("gate", run(13), "--fail-while-open").code()).isEqualTo(ExitCode.REGRESSION);
    assertThat(assay("baseline", "show").out())
        .isEqualTo("nothing was set, accepted or declared\n");
  }

  @Test
  void baselineBeginsAnewUntilItIsCleared() throws IOException {
    Cli.Answer set =
        assay("baseline", "set", run(10), "--series", "gemm/*", "--reason", "new kernels");
    assertThat(set.code()).as(set.all()).isEqualTo(ExitCode.OK);
    assertThat(assay("gate", run(13), "--fail-while-open").code()).isEqualTo(ExitCode.OK);
    assertThat(assay("baseline", "show").out()).contains("gemm/* on lab-1 from", "new kernels");
    assertThat(assay("baseline", "clear", "j7").code()).isEqualTo(ExitCode.USAGE);
    assertThat(assay("baseline", "clear", "j1").code()).isEqualTo(ExitCode.OK);
    assertThat(assay("gate", run(13), "--fail-while-open").code()).isEqualTo(ExitCode.REGRESSION);
  }

  @Test
  void declaredChangeIsNamedAmongTheSuspects() throws IOException {
    String at =
        Objects.requireNonNull(lab1.get(10)).read().startedUtc().minusSeconds(60).toString();
    assertThat(assay("note", "new fan", "--host", "lab-1", "--at", at).code())
        .isEqualTo(ExitCode.OK);
    assertThat(assay("gate", run(13)).out()).contains("new fan (declared)");
    assertThat(assay("note", "x", "--at", "yesterday").err())
        .contains("--at must be a time with its offset");
  }

  @Test
  void brokenLimitIsAnAlarm(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("limits.yaml");
    Files.writeString(file, "limits: [{workload: 'gemm/*', unit: ns, upper: 1}]");
    Cli.Answer answer = assay("gate", run(0), "--limits", file.toString());
    assertThat(answer.code()).isEqualTo(ExitCode.REGRESSION);
    assertThat(answer.out()).contains("is above the ceiling of 1.000");
    Files.writeString(file, "limits: [{workload: 'gemm/*', unit: ns}]");
    Cli.Answer wrong = assay("gate", run(0), "--limits", file.toString());
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("limits.yaml:1: a limit needs 'lower', 'upper' or both");
  }

  @Test
  void reportAndSiteShowTheVerdict(@TempDir Path out) throws IOException {
    Cli.Answer report =
        assay(
            "report", run(13), "--gate", "--format", "html,junit,github", "--out", out.toString());
    assertThat(report.code()).as(report.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(out.resolve("report.html"))).contains("first bad night");
    Cli.Answer site = Cli.run("site", runs.toString(), "--out", out.resolve("site").toString());
    assertThat(site.code()).as(site.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(out.resolve("site/overview.html"))).contains("lab-1", "lab-4");
  }

  @Test
  void damagedJournalIsNamedWithItsLine() throws IOException {
    Files.writeString(runs.resolve("journal.jsonl"), "{\"id\": \"j1\"}\n");
    Cli.Answer answer = assay("gate", run(0));
    assertThat(answer.code()).isEqualTo(ExitCode.INVALID);
    assertThat(answer.err()).contains("journal.jsonl, line 1 is damaged");
  }

  @Test
  void runOfAnotherFolderIsRefused(@TempDir Path other) throws IOException {
    SimulatedFortnight fleet = new SimulatedFortnight(1);
    RunFolder run = fleet.run("lab-2", 3).write(new RunStore(other));
    Cli.Answer answer = assay("gate", run.path().toString());
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("name its folder with --runs");
    assertThat(Cli.run("gate", "--runs", other.resolve("none").toString()).code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void verdictIsPrintedAsJson() {
    assertThat(
            JsonMapper.builder()
                .build()
                .readTree(assay("gate", run(13), "--json").out())
                .path("series")
                .size())
        .isGreaterThan(10);
  }
}
