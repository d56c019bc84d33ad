package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {
  private static final SampleSystem SYSTEM = SampleSystem.number(0);

  @TempDir Path folder = Path.of("");
  private String base = "";

  @BeforeEach
  void store() throws IOException {
    base = stored(run(SYSTEM, 1));
  }

  /** Runs of one night, an hour apart. */
  private static SampleRun run(SampleSystem system, int hour) {
    return SampleRuns.everyKind(system, Instant.parse("2026-10-01T0" + hour + ":00:00Z"), hour);
  }

  private String stored(SampleRun run) throws IOException {
    run.write(new RunStore(folder));
    return run.record().runId().value();
  }

  private Cli.Answer compare(String... args) {
    List<String> all = new ArrayList<>(List.of("compare", "--out", folder.toString()));
    all.addAll(List.of(args));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void nothingComparedIsInconclusive() throws IOException {
    RunRecord run = run(SYSTEM, 2).record();
    new RunStore(folder)
        .create(run.runId())
        .write(
            new RunRecord(
                run.schemaVersion(),
                run.runId(),
                run.startedUtc(),
                run.finishedUtc(),
                run.suite(),
                run.seed(),
                run.assay(),
                run.environment(),
                run.plan(),
                run.telemetry(),
                List.of()));
    Cli.Answer answer = compare(base, run.runId().value());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err())
        .contains("assay: nothing was compared with run " + run.runId())
        .contains("0 cells measured in both runs");
  }

  @Test
  void theVerdictFirstThenRatiosMeansAndWhatIsMissing() throws IOException {
    String other = stored(run(SYSTEM.faster(1.25), 2));
    Cli.Answer answer = compare(base, other);
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out())
        .containsSubsequence(
            "comparison with " + base,
            other + ":",
            "Comparable: same machine, same settings",
            "Both runs are of one night",
            "Faster: 10. Slower: 0. The same within 1 %: 0. No difference shown: 0. Not judged: 0."
                + " No interval: 1.",
            "Workload",
            "gemm/m=1024,n=1024,k=1024",
            "faster",
            "¹ 3 forks, an interval needs 6",
            "Geometric means",
            "all cells",
            "Not compared",
            "UNAVAILABLE, no NVIDIA driver [install one]",
            "emulation (pocl-cpu)");
    assertThat(answer.out()).containsPattern("cells with an interval +time +\\d+ +1\\.2[45]");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void anotherMachineGivesExitCode3AndNoRatiosUnlessWanted() throws IOException {
    String other = stored(run(SampleSystem.number(1), 2));
    Cli.Answer refused = compare(base, other);
    assertThat(refused.code()).as(refused.all()).isEqualTo(3);
    assertThat(refused.out())
        .contains("Not comparable: different machines")
        .containsPattern("cpuModel +machine +Example CPU 9000 +Example CPU 9100")
        .contains("--across-systems")
        .doesNotContain("faster", "Faster");
    Cli.Answer wanted = compare("--across-systems", base, other);
    assertThat(wanted.code()).as(wanted.all()).isZero();
    assertThat(wanted.out())
        .contains("compare two systems")
        .contains("The runs are of two machines, and how much such runs vary is not known")
        .contains("not judged");
    Cli.Answer stated = compare("--across-systems", "--night-sigma", "0.5", base, other);
    assertThat(stated.out())
        .contains("The runs are of two machines. Intervals are widened")
        .contains("σ = 0.50 %")
        .contains("faster");
    for (String format : List.of("json", "md", "csv")) {
      Cli.Answer answer = compare("--format", format, base, other);
      assertThat(answer.code()).as(format).isEqualTo(3);
      assertThat(answer.out())
          .contains("--across-systems")
          .doesNotContain("FASTER", "SLOWER", "NO_DIFFERENCE", "faster", "slower");
    }
  }

  @Test
  void aNightSigmaIsAPercentage() {
    for (String sigma : List.of("0", "-1", "100", "NaN")) {
      Cli.Answer answer = compare("--night-sigma", sigma, base, base);
      assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
      assertThat(answer.err())
          .contains("--night-sigma is a percentage above 0 and below 100, such as 0.5; not ");
    }
  }

  /** Six forks make three pairs, too few for an interval: that is said, and nothing is found. */
  @Test
  void aRunIsComparedWithItself() throws IOException {
    Cli.Answer answer = compare("--aa", base);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.out()).startsWith("Nothing was compared: no cell has 12 forks");
    SampleRun many =
        new SampleRuns(SYSTEM, Instant.parse("2026-10-02T02:00:00Z"), 5)
            .forks(24)
            .measured(SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd"), 1)
            .done();
    assertThat(compare("--aa", stored(many)).out())
        .matches("Compared with itself: 0 of \\d+ ratios are called different; .*\\n");
  }

  @Test
  void statementsAreEvaluatedWithRecordedForks() throws IOException {
    Cli.Answer answer =
        Cli.run("evaluate", "comparison", base, "--out", folder.toString(), "--campaigns", "40");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out())
        .contains("two nights, variation unknown")
        .contains("No recorded nights exist: how much nights differ is assumed");
    Cli.Answer intervals = Cli.run("evaluate", "intervals", "--trials", "200", "--json");
    JsonNode rows = JsonMapper.shared().readTree(intervals.out());
    assertThat(rows.get(0).get("forks").asInt()).isEqualTo(6);
    assertThat(rows.get(0).get("coverage").asDouble()).isBetween(0.9, 1.0);
    assertThat(Cli.run("evaluate", "intervals", "--trials", "0").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("evaluate", "gate", "--nights", "0").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("evaluate", "gate", "--injected", "0").code()).isEqualTo(ExitCode.USAGE);
    Cli.Answer none = Cli.run("evaluate", "gate", "--from", folder.resolve("none").toString());
    assertThat(none.code()).as(none.all()).isEqualTo(ExitCode.USAGE);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Cli.Answer nothing = Cli.run("evaluate", "gate", "--from", empty.toString());
    assertThat(nothing.code()).as(nothing.all()).isEqualTo(ExitCode.USAGE);
    assertThat(nothing.err()).contains("--from " + empty + ": there is no run in it");
  }

  @Test
  void otherSettingsAreAReservation() throws IOException {
    String other = stored(run(SYSTEM.withSettings("6.13.0", "performance"), 2));
    Cli.Answer answer = compare(base, other);
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("Warning: Comparable with reservations")
        .containsPattern("os +setting +Linux 6.12.0 +Linux 6.13.0");
  }

  @Test
  void jsonMarkdownAndCsv() throws IOException {
    String other = stored(run(SYSTEM, 2));
    JsonNode json = JsonMapper.shared().readTree(compare("--json", base, other).out());
    assertThat(json.get("base").get("run").asString()).isEqualTo(base);
    assertThat(json.get("others").get(0).get("comparability").get("verdict").asString())
        .isEqualTo("COMPARABLE");
    assertThat(compare("--format", "json", base, other).out())
        .isEqualTo(compare("--json", base, other).out());
    assertThat(compare("--format", "md", base, other).out()).startsWith("## Assay: comparison");
    assertThat(compare("--format", "csv", base, other).out().lines().count()).isGreaterThan(20);
  }

  @Test
  void severalRunsAreEachComparedWithTheBase() throws IOException {
    String second = stored(run(SYSTEM, 2));
    String third = stored(run(SYSTEM, 3));
    Cli.Answer answer = compare(base, second, third);
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).containsSubsequence(second + ":", third + ":");
  }

  @Test
  void aRunTwiceGivesExitCode3() {
    Cli.Answer answer = compare(base, "latest");
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.err()).contains("run " + base + " is given twice").hasLineCount(1);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void oneRunIsAMisuseAndAnUnknownOneToo() {
    assertThat(compare(base).code()).isEqualTo(2);
    Cli.Answer unknown = compare(base, "20990101");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("no run 20990101 in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run.json | \"cells\" | \"sells\" | is damaged",
        "run.json | \"schemaVersion\" : 3 | \"schemaVersion\" : 99 | has schema version 99, but"
            + " this version of Assay reads",
        "forks.jsonl | \"samples\" | \"simples\" | is damaged",
        "forks.jsonl | \"schemaVersion\":3 | \"schemaVersion\":1 | has schema version 1, but this"
            + " version of Assay reads"
      })
  void whatIsNoRecordOfThisVersionGivesExitCode3(
      String name, String part, String instead, String said) throws IOException {
    String other = stored(run(SYSTEM, 2));
    Path file = folder.resolve(other).resolve(name);
    String text = Files.readString(file);
    int at = text.indexOf(part);
    assertThat(at).as("%s in %s", part, name).isNotNegative();
    Files.writeString(file, text.substring(0, at) + instead + text.substring(at + part.length()));
    Cli.Answer answer = compare(base, other);
    assertThat(answer.code()).as(answer.all()).isEqualTo(3);
    assertThat(answer.err()).contains(said).hasLineCount(1);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void withoutForksThereAreRatiosAndTheReasonForNoInterval() throws IOException {
    RunFolder other = run(SYSTEM, 2).writeRecordOnly(new RunStore(folder));
    Cli.Answer answer = compare(base, other.path().toString());
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out()).contains("the run has no forks.jsonl").contains("No interval: 11");
  }

  @Test
  void theFastestTargetOfEachSystem() throws IOException {
    SampleRun cpu = SampleRuns.systems(2, 40, 3).get(0);
    SampleRun gpu = SampleRuns.systems(2, 40, 3).get(1);
    Cli.Answer answer = compare("--across-systems", "--fastest-target", stored(cpu), stored(gpu));
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("cpu-simd → cuda");
  }
}
