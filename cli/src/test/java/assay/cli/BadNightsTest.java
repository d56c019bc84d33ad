package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.history.History;
import assay.report.nightly.simulate.SimulatedFortnight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with stored nights is said, and never passes for a good night. */
class BadNightsTest {
  private static final String HOST = "lab-1";
  private static final String SUSPECT = "gemm/m=2048,n=2048,k=2048";
  private static final int NIGHTS = 14;

  @TempDir Path runs = Path.of("");

  private final SimulatedFortnight fleet = new SimulatedFortnight(SimulatedFortnight.SEED);

  /** Quiet nights up to that one. */
  private RunFolder nights(int last) throws IOException {
    RunFolder tonight = new RunFolder(runs);
    for (int night = last - NIGHTS; night <= last; night++) {
      tonight = fleet.run(HOST, night).write(new RunStore(runs));
    }
    return tonight;
  }

  private static void rewrite(RunFolder run, UnaryOperator<String> change) throws IOException {
    String before = Files.readString(run.runFile());
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(run.runFile(), after);
  }

  /** Sets the time of every cell. */
  private static void rewriteTimes(RunFolder run, ToDoubleFunction<String> ofWorkload)
      throws IOException {
    JsonNode record = JsonMapper.shared().readTree(Files.readString(run.runFile()));
    for (JsonNode cell : record.path("cells")) {
      if (cell.at("/outcome/result/metrics/time/value") instanceof ObjectNode time) {
        double value = ofWorkload.applyAsDouble(cell.at("/id/workload").asString());
        time.put("median", value).put("ciLow", value).put("ciHigh", value);
      }
    }
    Files.writeString(run.runFile(), JsonMapper.shared().writeValueAsString(record));
  }

  private Cli.Answer assay(String command, String... more) {
    String[] all = new String[more.length + 3];
    all[0] = command;
    System.arraycopy(more, 0, all, 1, more.length);
    all[more.length + 1] = "--runs";
    all[more.length + 2] = runs.toString();
    return Cli.run(all);
  }

  @Test
  void folderWithoutNightsIsRefused() {
    Cli.Answer answer = assay("gate");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("no finished run in " + runs);
  }

  @Test
  void oneNightIsNotJudged() throws IOException {
    fleet.run(HOST, -3).write(new RunStore(runs));
    Cli.Answer answer = assay("gate");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err()).contains("nothing was judged: too few earlier nights");
  }

  /** Values that do not vary at all say nothing of their noise; what changes them is seen. */
  @Test
  void constantNightsAreJudged() throws IOException {
    nights(-3);
    for (RunFolder run : new RunStore(runs).list()) {
      rewriteTimes(run, _ -> 1e-3);
    }
    Cli.Answer quiet = assay("gate", "--fail-while-open");
    assertThat(quiet.code()).as(quiet.all()).isEqualTo(ExitCode.OK);
    for (int night = -2; night <= -1; night++) {
      rewriteTimes(
          fleet.run(HOST, night).write(new RunStore(runs)),
          workload -> workload.equals(SUSPECT) ? 1.3e-3 : 1e-3);
    }
    Cli.Answer slower = assay("gate");
    assertThat(slower.code()).as(slower.all()).isEqualTo(ExitCode.REGRESSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"NaN\"", "NaN", "1e999", "-0.001", "0", "null"})
  void tonightsValueThatIsNoTimeIsInvalid(String value) throws IOException {
    RunFolder tonight = nights(-3);
    rewrite(
        tonight,
        record ->
            record.replaceFirst(
                "(\"time\"\\s*:\\s*\\{\\s*\"value\"\\s*:\\s*\\{\\s*\"unit\"\\s*:\\s*\"s\",\\s*\"median\"\\s*:\\s*)[^,]+",
                "$1" + value));
    Cli.Answer answer = assay("gate", tonight.path().toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
    assertThat(answer.err()).contains("run.json is damaged: ");
    assertThat(answer.out()).isEmpty();
  }

  /** Not even if no night was named: the verdict would be that of an older one. */
  @Test
  void aNewestNightThatCannotBeReadIsNotPassedOver() throws IOException {
    RunFolder tonight = nights(-3);
    Files.writeString(tonight.runFile(), "{");
    Cli.Answer answer = assay("gate");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
    assertThat(answer.err()).contains(tonight.name(), "run.json is damaged: ");
    assertThat(answer.out()).isEmpty();
    Cli.Answer before = assay("gate", new RunStore(runs).list().get(1).path().toString());
    assertThat(before.code()).as(before.all()).isEqualTo(ExitCode.OK);
  }

  @Test
  void anotherUnitIsNotCompared() throws IOException {
    RunFolder tonight = nights(-3);
    rewrite(
        tonight,
        record ->
            record.replaceAll(
                "(\"time\"\\s*:\\s*\\{\\s*\"value\"\\s*:\\s*\\{\\s*\"unit\"\\s*:\\s*)\"s\"",
                "$1\"ms\""));
    Cli.Answer answer = assay("gate", tonight.path().toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
    assertThat(answer.all()).contains("ms");
  }

  /** The order is that of their ids, so that it is always the same. */
  @Test
  void twoNightsOfOneTimeAreBothJudged() throws IOException {
    RunFolder tonight = nights(-3);
    RunFolder second = fleet.run(HOST, -2).write(new RunStore(runs));
    String started = tonight.read().startedUtc().toString();
    String other = second.read().startedUtc().toString();
    rewrite(second, record -> record.replace(other, started));
    String first = assay("gate", tonight.path().toString()).all();
    assertThat(first).startsWith("exit 0");
    assertThat(assay("gate", second.path().toString()).all()).startsWith("exit 0");
    Files.delete(runs.resolve(History.FILE));
    assertThat(assay("gate", tonight.path().toString()).all()).isEqualTo(first);
  }

  @Test
  void renamedFoldersAreInTheOrderOfTheirStart() throws IOException {
    RunFolder tonight = nights(13);
    String before = assay("gate", "--json").out();
    assertThat(before).contains("REGRESSED");
    int number = 0;
    for (RunFolder run : new RunStore(runs).list()) {
      Files.move(run.path(), runs.resolve("renamed-" + number++));
    }
    Cli.Answer renamed = assay("gate", "--json");
    assertThat(renamed.out()).isEqualTo(before);
    assertThat(assay("gate", "latest", "--json").out()).isEqualTo(before);
    assertThat(renamed.out()).contains(tonight.name());
  }

  @Test
  void copiesCountOnceAndAreSaid() throws IOException {
    RunFolder tonight = nights(-3);
    String before = assay("gate").out();
    Path copy = Files.createDirectory(runs.resolve("copy"));
    Files.copy(tonight.runFile(), copy.resolve("run.json"));
    Cli.Answer answer = assay("gate");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(answer.out()).isEqualTo(before);
    assertThat(answer.err()).contains("left out of the history: ").contains("copy");
  }

  @Test
  void damagedIndexIsMadeAnewAndTheVerdictIsTheSame() throws IOException {
    nights(13);
    Cli.Answer before = assay("gate");
    Files.write(runs.resolve(History.FILE), "no index".repeat(99).getBytes(StandardCharsets.UTF_8));
    Cli.Answer after = assay("gate");
    assertThat(after.code()).as(after.all()).isEqualTo(before.code());
    assertThat(after.out()).isEqualTo(before.out());
    assertThat(after.err().lines())
        .singleElement()
        .asString()
        .contains("the index could not be used and is made anew from the records");
  }

  @Test
  void nightsOfAnotherMachineAreNoBaseline() throws IOException {
    for (int night = -3 - NIGHTS; night < -3; night++) {
      RunFolder other = fleet.run("lab-4", night).write(new RunStore(runs));
      rewrite(other, record -> record.replace("\"lab-4\"", "\"" + HOST + "\""));
    }
    fleet.run(HOST, -3).write(new RunStore(runs));
    Cli.Answer answer = assay("gate");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err())
        .contains("nothing was judged: too few earlier nights are comparable with this one");
    assertThat(assay("gate", "--json").out()).contains("not as in earlier nights: machine ");
  }

  private static String schema(String record, int version) {
    return record.replaceFirst("(\"schemaVersion\"\\s*:\\s*)\\d+", "$1" + version);
  }

  @Test
  void nightsOfALaterSchemaAreNoBaselineAndThatIsSaid() throws IOException {
    RunFolder tonight = nights(-3);
    for (RunFolder run : new RunStore(runs).list()) {
      if (!run.name().equals(tonight.name())) {
        rewrite(run, record -> schema(record, 99));
      }
    }
    Cli.Answer answer = assay("gate");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err())
        .contains("left out of the history: ")
        .contains("99")
        .contains("nothing was judged");
  }

  @ParameterizedTest
  @CsvSource({"gate", "baseline set"})
  void runOfALaterSchemaIsRefused(String command) throws IOException {
    RunFolder tonight = nights(-3);
    rewrite(tonight, record -> schema(record, 99));
    Cli.Answer answer =
        command.equals("gate")
            ? assay("gate", tonight.path().toString())
            : assay("baseline", "set", tonight.path().toString(), "--reason", "x");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
    assertThat(answer.err()).contains("99");
    assertThat(runs.resolve("journal.jsonl")).doesNotExist();
  }

  @Test
  void baselineOfAnotherFolderIsRefused(@TempDir Path other) throws IOException {
    nights(-3);
    RunFolder foreign = fleet.run("lab-4", -3).write(new RunStore(other));
    Cli.Answer answer = assay("baseline", "set", foreign.path().toString(), "--reason", "x");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("is not in " + runs);
  }

  @Test
  void limitInAnotherUnitIsRefused(@TempDir Path folder) throws IOException {
    nights(-3);
    Path limits =
        Files.writeString(
            folder.resolve("limits.yaml"),
            "limits: [{workload: 'gemm/*', unit: GB/s, upper: 1, metric: time}]");
    Cli.Answer answer = assay("gate", "--limits", limits.toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("GB/s");
  }
}
