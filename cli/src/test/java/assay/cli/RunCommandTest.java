package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Remedy;
import assay.core.record.CellResult;
import assay.core.record.ForkRecord;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code assay run}: what it prints, stores and returns. */
class RunCommandTest {
  private static final String SMALL = "gemm/m=7,n=5,k=9";

  @TempDir Path folder = Path.of("");

  private String out() {
    return folder.resolve("runs").toString();
  }

  private boolean nothingStored() {
    return !Files.exists(folder.resolve("runs"));
  }

  /** One line of message, perhaps the hint at --help, and nothing on standard output. */
  private static void assertMisuse(Cli.Answer answer) {
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .startsWith("assay: ")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
    assertThat(answer.err().lines().filter(l -> l.startsWith("assay: "))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-w gem | did you mean",
        "-w conf/n=1 | no family 'conf'; did you mean conv",
        "-w gemm/m=1,n=1,q=1 | is missing k=",
        "-w gemm/m=1,n=1,k=1,q=1 | gemm has no parameter 'q'; it has m, n, k",
        "-w gemm/m=0,n=1,k=1 | m=0 must be at least 1",
        "-w gemm/m=-3,n=1,k=1 | m=-3 must be at least 1",
        "-w gemm/m=99999999999999999999,n=1,k=1 | whole number that fits 64 bits",
        "-w gemm/m=9999999999,n=9999999999,k=1 | overflows",
        "-w gemm/m=1,n=x,k=1 | n=x must be a whole number",
        "-w conv/n=1,c=1,h=2,w=2,k=1,r=5,s=5 | larger than the input's",
        "-w memory/triad,kib=9223372036854775807 | overflows",
        "-w peak/fma,steps=9223372036854775807 | must be at most 262144",
        "-w memory/traid,kib=4 | did you mean triad",
        "-w train/cnn-fashion,optimizer=adm | did you mean adam",
        "-t cpu-sclar | unknown target 'cpu-sclar'; did you mean cpu-scalar",
        "--require cuba | unknown target 'cuba'; did you mean",
        "-p f23 | unknown precision 'f23'; did you mean f16 or f32",
        "--suite smokey | unknown suite 'smokey': did you mean smoke",
        "--suite nowhere.yaml | nowhere.yaml: there is no such file",
        "--budget 10 | is not a duration; use 500ms, 90s, 10m or 2h",
        "--max-forks 0 | --max-forks must be at least 1",
        "--threads 0 | --threads must be at least 1",
        "--seed x | x",
        "--no-such-option | Unknown option",
        "--resume no-such-run | no run no-such-run",
        "--save-weights /missing/w | --save-weights /missing/w: there is no folder /missing",
        "--save-weights / | --save-weights /: it is a folder",
        "--data /missing/set | --data /missing/set: there is no such folder",
        "--data / | train-images-idx3-ubyte.gz: no such file",
        "--host-label= | --host-label must be a name in one line, not ''"
      })
  void aMistakeIsOneLineWithTheNearestNames(String args, String said) {
    List<String> all = new ArrayList<>(List.of("run", "--out", out()));
    all.addAll(List.of(args.split(" ")));
    Cli.Answer answer = Cli.run(all.toArray(String[]::new));
    assertMisuse(answer);
    assertThat(answer.err()).contains(said);
    assertThat(nothingStored()).isTrue();
  }

  @Test
  void aSuitesMistakeNamesFileLineAndKey() throws IOException {
    Path suite = Cli.tinySuite(folder, SMALL);
    Files.writeString(suite, Files.readString(suite).replace("forks: 1", "forks: many"));
    Cli.Answer answer = Cli.run("run", "--suite", suite.toString(), "--out", out());
    assertMisuse(answer);
    assertThat(answer.err()).contains(suite + ":4: 'forks' must be a whole number");
  }

  @Test
  void whatIsLargerThanMemoryIsSaidInBytesAndTheOthersRun() throws IOException {
    String huge = "gemm/m=4000000,n=4000000,k=16";
    Path suite = Cli.tinySuite(folder, SMALL, huge);
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite.toString(),
            "-w",
            huge,
            "-w",
            SMALL,
            "-t",
            "right",
            "--out",
            out());
    StoredRun run = StoredRun.only(folder.resolve("runs"));
    assertThat(run.record().cells())
        .extracting(c -> c.outcome().status())
        .containsExactly(Status.UNSUPPORTED, Status.OK);
    // Three of each input (4 * 16 * 4 MB), six of the output (4 * 4 M * 4 M).
    assertThat(run.record().cells().getFirst().outcome().reason())
        .matches("needs 384001536000000 bytes .*; this machine has \\d+ bytes .*");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("could not be measured on any target");
    run.assertValid();
  }

  @Test
  void nothingMeasuredIsInconclusive() throws IOException {
    String suite = Cli.tinySuite(folder, SMALL, "gemm/m=8,n=8,k=8").toString();
    Cli.Answer answer =
        Cli.run("run", "--suite", suite, "-p", "f16", "-t", "cpu-scalar", "--out", out());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err())
        .contains(
            "assay: nothing was measured: 0 of 2 cells OK, 2 UNSUPPORTED; the table says why");
  }

  @ParameterizedTest
  @CsvSource({"file, file/runs", "/proc, /proc/assay"})
  void aFolderThatCannotBeWrittenIsOneLine(String kind, String name) throws IOException {
    if (kind.equals("file")) {
      Files.writeString(folder.resolve("file"), "in the way");
    }
    String place = name.startsWith("/") ? name : folder.resolve(name).toString();
    Cli.Answer answer = Cli.run("run", "-w", SMALL, "-t", "right", "--out", place);
    assertMisuse(answer);
    assertThat(answer.err()).contains(place);
    assertThat(answer.err().lines()).hasSize(1);
  }

  @Test
  void smokeAsJsonIsOneValidDocumentAndNothingElse() throws Exception {
    Cli.Answer answer =
        Cli.process(
            List.of("-Duser.language=ar", "-Duser.country=EG"),
            "run",
            "--suite",
            "smoke",
            "-t",
            "cpu-scalar",
            "--json",
            "--out",
            out());
    assertThat(answer.out()).startsWith("{").endsWith("}\n");
    assertThat(StoredRun.runErrors(answer.out())).isEmpty();
    var run = RecordJson.readRun(answer.out().getBytes(StandardCharsets.UTF_8), "stdout");
    assertThat(run.cells()).hasSize(8);
    // Without the shipped weights there is nothing to infer with.
    boolean weights = Cli.class.getResource("/assay/data/cnn-fashion.weights") != null;
    assertThat(run.cells())
        .filteredOn(c -> weights || !c.id().workload().startsWith("infer/"))
        .hasSizeGreaterThanOrEqualTo(7)
        .allMatch(c -> c.outcome() instanceof Outcome.Measured<CellResult>, answer.err());
    assertThat(answer.code()).as(answer.err()).isEqualTo(weights ? ExitCode.OK : ExitCode.INTERNAL);
    StoredRun stored = StoredRun.only(folder.resolve("runs"));
    stored.assertValid();
    stored.assertRecomputes();
    assertThat(Files.readString(stored.folder().runFile())).isEqualTo(answer.out());
  }

  @Test
  void aTargetThatTalksDoesNotSpoilTheJson() throws Exception {
    Cli.Answer answer =
        Cli.process(
            List.of("-Duser.language=de"),
            "run",
            "-w",
            SMALL,
            "-t",
            "chatty",
            "--max-forks",
            "1",
            "--json",
            "--out",
            out());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(JsonMapper.shared().readTree(answer.out()).path("cells").size()).isEqualTo(1);
    assertThat(answer.out()).doesNotContain("here I am");
    assertThat(answer.err()).contains("[1/1, at least 0 s left]").doesNotContain("I talk");
  }

  @Test
  void theTableIsTheSameUnderAnyLanguage() throws Exception {
    Path suite = Cli.tinySuite(folder, SMALL);
    Cli.run("run", "--suite", suite.toString(), "-t", "right", "-t", "nan", "--out", out());
    String plain = Cli.run("show", "latest", "--out", out()).out();
    for (String language : List.of("de", "ar")) {
      Cli.Answer shown =
          Cli.process(List.of("-Duser.language=" + language), "show", "latest", "--out", out());
      assertThat(shown.out()).as(language).isEqualTo(plain);
    }
  }

  @Test
  void trainingOnTheFullSetWithoutItSaysHowToGetIt() throws IOException {
    // A home without a cache, and no packaged set on this machine.
    org.junit.jupiter.api.Assumptions.assumeFalse(
        Files.exists(assay.core.data.DataFolders.DEBIAN)
            || Files.exists(assay.core.data.DataFolders.ofSystem().fetched()),
        "the full set is on this machine");
    Path suite = Cli.tinySuite(folder, "train/cnn-fashion,data=full,epochs=1", SMALL);
    Cli.Answer answer =
        Cli.run("run", "--suite", suite.toString(), "-t", "cpu-scalar", "--out", out());
    StoredRun run = StoredRun.only(folder.resolve("runs"));
    assertThat(run.record().cells())
        .extracting(c -> c.outcome().status())
        .containsExactly(Status.UNAVAILABLE, Status.OK);
    assertThat(Remedy.textOf(run.record().cells().getFirst().outcome().remedy()))
        .contains("fetch the data set");
    assertThat(answer.out()).contains("unavailable: ").contains("fetch the data set");
  }

  @Test
  void aBrokenRunGoesOnWhereItStoppedAndRepeatsNothing() throws IOException {
    Path suite = Cli.tinySuite(folder, SMALL, "gemm/m=8,n=8,k=8");
    Files.writeString(suite, Files.readString(suite).replace("forks: 1", "forks: 2"));
    Cli.run("run", "--suite", suite.toString(), "-t", "right", "--out", out());
    StoredRun whole = StoredRun.only(folder.resolve("runs"));
    assertThat(whole.forks()).hasSize(4);
    // As if the machine went down while the fourth line was written.
    Path log = whole.folder().forksFile();
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, java.util.Arrays.copyOf(bytes, bytes.length - 40));
    Path record = whole.folder().runFile();
    Files.writeString(
        record,
        Files.readString(record)
            .replaceAll("\"finishedUtc\" ?: ?\"[^\"]*\"", "\"finishedUtc\" : null"));
    List<ForkRecord> before = whole.forks().subList(0, 3);

    assertThat(Cli.run("show", "--out", out()).out())
        .contains("interrupted; --resume continues it");
    Cli.Answer resumed = Cli.run("run", "--resume", "latest", "--out", out());

    StoredRun after = StoredRun.only(folder.resolve("runs"));
    assertThat(resumed.code()).as(resumed.all()).isEqualTo(ExitCode.OK);
    assertThat(after.forks()).hasSize(4);
    assertThat(after.forks().subList(0, 3)).isEqualTo(before);
    assertThat(after.forks().getLast().context().order()).isEqualTo(3);
    assertThat(after.record().runId()).isEqualTo(whole.record().runId());
    assertThat(after.record().startedUtc()).isEqualTo(whole.record().startedUtc());
    assertThat(after.record().plan()).isEqualTo(whole.record().plan());
    after.assertValid();
    after.assertRecomputes();
    try (var files = Files.list(after.folder().path())) {
      assertThat(files.map(p -> String.valueOf(p.getFileName())))
          .as("the torn line is kept aside")
          .anyMatch(n -> n.startsWith("forks.jsonl.torn-"));
    }

    Cli.Answer again = Cli.run("run", "--resume", "latest", "--out", out());
    assertMisuse(again);
    assertThat(again.err()).contains("is finished: there is nothing to resume");
  }
}
