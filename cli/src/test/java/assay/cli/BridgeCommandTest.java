package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.cli.faults.Fault;
import assay.cli.faults.Script;
import assay.cli.faults.ScriptedTarget;
import assay.cli.faults.Scripts;
import assay.core.environment.ClassPathEntry;
import assay.core.record.Bridge;
import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.core.record.RunRecord;
import assay.core.record.json.RecordJson;
import assay.core.stats.Interval;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two installed programs, each in processes of its own, that share their code but for a file beside
 * it. Their scripted target tells by its device's clock that the new one is a quarter faster.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeCommandTest {
  private static final String STEADY = "gemm/m=7,n=5,k=9";
  private static final String LACKING = "gemm/m=8,n=8,k=8";
  private static final String WRONG = "gemm/m=5,n=5,k=5";

  /** The old program's launcher refuses it, as a program does that does not know a workload. */
  private static final String UNKNOWN = "gemm/m=6,n=6,k=6";

  private static final double FASTER = 1.25;
  private static final int ROUNDS = 6;

  private static final Script SCRIPT =
      new Script(
          400_000,
          400_000,
          0,
          0.01,
          List.of(0.94, 1.05, 0.97, 1.03, 0.95, 1.06),
          0,
          Set.of(),
          Fault.NONE);

  @TempDir static Path folder = Path.of("");

  private Path old = Path.of("");
  private Path current = Path.of("");
  private Path bridges = Path.of("");
  private Cli.Answer measured = new Cli.Answer(0, "", "");

  @BeforeAll
  void measure() throws IOException {
    Path beside = copy(ClassPathEntry.of(ScriptedTarget.class).orElseThrow());
    Files.writeString(beside.resolve("release-notes"), "of the old program\n");
    old =
        install(
            "old/bin",
            beside,
            "case \"$*\" in *'"
                + UNKNOWN
                + "'*) echo 'assay: unknown workload' >&2; exit 2 ;; esac",
            Map.of(STEADY, SCRIPT.slower(FASTER), WRONG, SCRIPT));
    current =
        install(
            "new",
            ClassPathEntry.of(ScriptedTarget.class).orElseThrow(),
            "",
            Map.of(
                STEADY,
                SCRIPT,
                LACKING,
                SCRIPT,
                UNKNOWN,
                SCRIPT,
                WRONG,
                Script.of(Fault.WRONG_ENTRY)));
    bridges = folder.resolve("bridges");
    measured = bridge(ROUNDS, bridges, STEADY, UNKNOWN);
  }

  private static Path copy(Path classes) throws IOException {
    Path to = folder.resolve("classes");
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(classes.relativize(file).toString()));
      }
    }
    return to;
  }

  /** A launcher in that folder, with this class path but for the tests' own classes. */
  private static Path install(String name, Path classes, String first, Map<String, Script> cells)
      throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    try {
      Scripts.in(Files.createDirectory(home.resolve("scripts"))).begin(cells);
    } finally {
      Scripts.forget();
    }
    String own = ClassPathEntry.of(ScriptedTarget.class).orElseThrow().toString();
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).equals(Path.of(own)) ? classes.toString() : entry)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            Cli.command(
                List.of(
                    "-Dassay.test.scripts=" + home.resolve("scripts"),
                    "-Dassay.commit=" + name.charAt(0))));
    command.set(command.indexOf("-cp") + 1, classPath);
    return launcher(
        home.resolve("assay"),
        first
            + "\nexec "
            + command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))
            + " \"$@\"");
  }

  private static Path launcher(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The old program by the folder of a package, the new one by that of a checkout. */
  private Cli.Answer bridge(int rounds, Path out, String... workloads) throws IOException {
    return bridge(folder.resolve("old"), folder.resolve("new"), rounds, out, workloads);
  }

  private Cli.Answer bridge(Path before, Path after, int rounds, Path out, String... workloads)
      throws IOException {
    List<String> args =
        new ArrayList<>(List.of("bridge", before.toString(), after.toString(), "--no-telemetry"));
    args.addAll(List.of("--suite", Cli.tinySuite(folder, workloads).toString(), "-t", "scripted"));
    args.addAll(List.of("--forks", String.valueOf(rounds), "--out", out.toString()));
    return Cli.run(args.toArray(String[]::new));
  }

  private static Path file(Path bridges) throws IOException {
    try (Stream<Path> all = Files.list(bridges)) {
      return all.toList().getFirst().resolve("bridge.json");
    }
  }

  private static Bridge read(Path bridges) throws IOException {
    return RecordJson.readBridge(Files.readAllBytes(file(bridges)), "bridge.json");
  }

  private static CellId id(String workload) {
    return new CellId(workload, "scripted", "f32");
  }

  /** Runs of the first workload by a program, round by round. */
  private List<StoredRun> runs(String program) throws IOException {
    List<StoredRun> runs = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      Path home = file(bridges).resolveSibling("round-0" + round);
      runs.add(StoredRun.only(home.resolve("01-" + program)));
    }
    return runs;
  }

  @Test
  void theRatioIsThatOfTheRounds() throws IOException {
    assertThat(measured.code()).as(measured.all()).isEqualTo(ExitCode.OK);
    Bridge bridge = read(bridges);
    assertThat(bridge.rounds()).isEqualTo(ROUNDS);
    assertThat(bridge.before().assay().commit()).isEqualTo("o");
    assertThat(bridge.after().assay().commit()).isEqualTo("n");
    assertThat(bridge.before().environment().ownCode().get("kernels.scripted"))
        .isNotNull()
        .isNotEqualTo(bridge.after().environment().ownCode().get("kernels.scripted"));
    Bridge.Ratio device = ratio(bridge, MetricKey.DEVICE_TIME);
    // Both programs' forks of a round share the script's factor, which pairs cancel.
    assertThat(device.ratio()).isEqualTo(FASTER, within(1e-4));
    Interval interval = device.interval().toOptional().orElseThrow();
    assertThat(interval.low()).isEqualTo(FASTER, within(1e-4));
    assertThat(interval.high()).isEqualTo(FASTER, within(1e-4));
    assertThat(ratio(bridge, MetricKey.TIME).rounds()).isEqualTo(ROUNDS);
    assertThat(measured.out())
        .contains(STEADY + " on scripted in f32", "deviceTime", "record: " + file(bridges));
  }

  private static Bridge.Ratio ratio(Bridge bridge, MetricKey key) {
    return bridge.ratio(id(STEADY), key).toOptional().orElseThrow();
  }

  @Test
  void programsTakeTurnsInRoundsOfOneForkAndOneSeed() throws IOException {
    List<StoredRun> before = runs("old");
    List<StoredRun> after = runs("new");
    Instant end = Instant.EPOCH;
    int oldFirst = 0;
    for (int round = 0; round < ROUNDS; round++) {
      RunRecord a = before.get(round).record();
      RunRecord b = after.get(round).record();
      assertThat(before.get(round).forks()).hasSize(1);
      assertThat(after.get(round).forks()).hasSize(1);
      assertThat(a.seed()).isEqualTo(b.seed()).isEqualTo(42 + round);
      boolean first = a.startedUtc().isBefore(b.startedUtc());
      RunRecord leading = first ? a : b;
      RunRecord following = first ? b : a;
      assertThat(leading.startedUtc()).isAfter(end);
      assertThat(following.startedUtc()).isAfter(leading.finishedUtc());
      end = following.finishedUtc();
      oldFirst += first ? 1 : 0;
    }
    assertThat(oldFirst).as("by lot").isBetween(1, ROUNDS - 1);
  }

  @Test
  void aWorkloadThatTheOldProgramDoesNotKnowIsOnlyInNew() throws IOException {
    Bridge bridge = read(bridges);
    assertThat(bridge.ratio(id(UNKNOWN), MetricKey.TIME).whyNot())
        .startsWith("only in new: the old program ended with exit code 2: unknown workload");
    assertThat(measured.out()).contains("only in new: the old program ended with exit code 2");
    assertThat(file(bridges).resolveSibling("round-02").resolve("02-new"))
        .as("not measured again")
        .doesNotExist();
  }

  @Test
  void runsAreComparedAcrossTheBridge() throws IOException {
    String base = runs("old").getFirst().folder().path().toString();
    String other = runs("new").getFirst().folder().path().toString();
    Cli.Answer plain = Cli.run("compare", "--json", base, other);
    assertThat(deviceRatio(plain)).isEqualTo(FASTER, within(1e-4));
    assertThat(plain.err())
        .contains("were measured by different programs (", "kernels.scripted", "'assay bridge");
    String file = file(bridges).toString();
    Cli.Answer bridged = Cli.run("compare", "--json", "--bridge", file, base, other);
    assertThat(deviceRatio(bridged)).isEqualTo(1, within(1e-4));
    assertThat(bridged.err()).isEmpty();
    for (String format : List.of("text", "md", "json")) {
      assertThat(Cli.run("compare", "--format", format, "--bridge", file, base, other).out())
          .as(format)
          .contains("are scaled by what the bridge of");
    }
    assertThat(bridged.out()).contains("for the change of program that a bridge measured");
    Cli.Answer swapped = Cli.run("compare", "--bridge", file, other, base);
    assertThat(swapped.code()).as(swapped.all()).isEqualTo(ExitCode.INVALID);
    assertThat(swapped.err())
        .contains(
            "the bridge does not lead from run", "its old program and run", "kernels.scripted");
  }

  private static double deviceRatio(Cli.Answer answer) {
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    JsonNode changes = JsonMapper.shared().readTree(answer.out()).at("/others/0/cells/0/changes");
    for (JsonNode change : changes) {
      if (change.path("metric").asString().equals("deviceTime")) {
        return change.path("ratio").asDouble();
      }
    }
    throw new AssertionError(answer.all());
  }

  @Test
  void aFileThatIsNoBridgeIsRefused() throws IOException {
    String run = runs("old").getFirst().folder().path().toString();
    String other = runs("new").getFirst().folder().path().toString();
    Cli.Answer none = Cli.run("compare", "--bridge", folder + "/none", run, other);
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("--bridge " + folder + "/none: there is no such file");
    String record = runs("old").getFirst().folder().runFile().toString();
    Cli.Answer wrong = Cli.run("compare", "--bridge", record, run, other);
    assertThat(wrong.code()).isEqualTo(ExitCode.INVALID);
    assertThat(wrong.err()).contains("run.json is damaged");
  }

  /** Each program checks its own outputs, and what is wrong or missing in either has no ratio. */
  @Test
  void aWrongOutputEndsWith3() throws IOException {
    Path out = folder.resolve("wrong");
    Cli.Answer answer = bridge(1, out, LACKING, WRONG);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
    Bridge bridge = read(out);
    assertThat(bridge.ratio(id(WRONG), MetricKey.TIME).whyNot())
        .startsWith("new: run ")
        .contains("INVALID");
    assertThat(bridge.ratio(id(LACKING), MetricKey.TIME).whyNot())
        .startsWith("old: run ")
        .contains("UNSUPPORTED, gemm: there is no script for it");
  }

  @Test
  void oneRoundIsTooFew() throws IOException {
    Path out = folder.resolve("few");
    Cli.Answer answer = bridge(old, current, 1, out, STEADY);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.out()).contains("1 fork, an interval needs 6");
    assertThat(answer.err()).contains("no cell has a ratio with an interval");
  }

  @Test
  void aProgramThatDoesNotRunEndsWith5() throws IOException {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    launcher(broken.resolve("assay"), "echo 'assay: no JDK 25 was found' >&2; exit 5");
    Cli.Answer answer = bridge(broken, current, 1, folder.resolve("none"), STEADY);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.err())
        .contains("the old program ended with exit code 5: no JDK 25 was found");
  }

  @Test
  void whatWasAskedWronglyEndsWith2() throws IOException {
    Cli.Answer nothing = bridge(folder, current, 1, folder.resolve("none"), STEADY);
    assertThat(nothing.code()).isEqualTo(ExitCode.USAGE);
    assertThat(nothing.err()).contains(folder + " is no installed Assay: name the folder");
    Cli.Answer forks = bridge(0, folder.resolve("none"), STEADY);
    assertThat(forks.code()).isEqualTo(ExitCode.USAGE);
    assertThat(forks.err()).contains("--forks must be from 1 to 100, not 0");
    Cli.Answer unknown = bridge(1, folder.resolve("refused"), UNKNOWN);
    assertThat(unknown.code()).as(unknown.all()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("the old program measured none of these workloads");
  }
}
