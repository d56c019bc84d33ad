package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.profile.Profile;
import assay.core.profile.ProfileStore;
import assay.core.record.CellId;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunLock;
import assay.core.record.store.RunStore;
import assay.report.testing.SampleProfiles;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code assay report} and {@code assay site} of stored runs, and the page that a run leaves. */
class ReportCommandTest {
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");

  @TempDir Path folder = Path.of("");
  private Path runs = Path.of("");
  private List<RunFolder> nights = List.of();

  @BeforeEach
  void nights() throws IOException {
    runs = folder.resolve("runs");
    nights = List.of(night(0), night(1), night(2));
  }

  private RunFolder night(int index) throws IOException {
    SampleRuns run =
        new SampleRuns(SampleSystem.number(0), FIRST.plus(Duration.ofDays(index)), 10L + index);
    run.measured(SampleRuns.id("gemm/m=256,n=256,k=256", "cpu-simd"), 1 + 0.05 * index);
    return run.done().write(new RunStore(runs));
  }

  private static String id(RunFolder run) {
    return Objects.requireNonNull(run.path().getFileName()).toString();
  }

  private Cli.Answer report(String... args) {
    String[] all =
        Stream.concat(Stream.of("report", "--runs", runs.toString()), Stream.of(args))
            .toArray(String[]::new);
    return Cli.run(all);
  }

  @Test
  void writesThePageBesideTheRecord() throws IOException {
    Cli.Answer answer = report("latest");
    Path page = nights.get(2).path().resolve("report.html");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(answer.out()).isEqualTo("report: " + page + System.lineSeparator());
    assertThat(Files.readString(page))
        .startsWith("<!doctype html>")
        .contains("previous comparable run of the same suite, " + id(nights.get(1)));
  }

  @Test
  void comparesWithTheRunThatWasNamed() throws IOException {
    assertThat(report("latest", "--baseline", id(nights.get(0))).code()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(nights.get(2).path().resolve("report.html")))
        .contains("Compared with run " + id(nights.get(0)));
  }

  @Test
  void ofSeveralRunsTheNewestIsReported() throws IOException {
    report(id(nights.get(1)), id(nights.get(0)));
    assertThat(nights.get(1).path().resolve("report.html")).exists();
    assertThat(nights.get(0).path().resolve("report.html")).doesNotExist();
  }

  @Test
  void writesEveryFormatIntoTheFolderNamed() throws IOException {
    Path out = folder.resolve("out");
    String formats = String.join(",", ReportFiles.formats());
    Cli.Answer answer =
        report("latest", "--format", formats, "--out", out.toString(), "--lang", "de", "--json");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    List<String> files =
        List.of(JsonMapper.builder().build().readValue(answer.out(), String[].class));
    assertThat(files).hasSizeGreaterThanOrEqualTo(ReportFiles.formats().size());
    for (String file : files) {
      assertThat(Path.of(file)).isNotEmptyFile();
    }
    try (Stream<Path> all = Files.walk(out)) {
      assertThat(all.filter(Files::isRegularFile).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(files);
    }
    try (Stream<Path> charts = Files.list(out.resolve("charts"))) {
      List<String> names = charts.map(chart -> chart.getFileName().toString()).toList();
      assertThat(names)
          .contains("results-gemm-bars-flop-s-1.svg", "results-gemm-bars-flop-s-1.png");
      String page = Files.readString(out.resolve("report.html"));
      names.forEach(name -> assertThat(page).contains(name.substring(0, name.lastIndexOf('.'))));
    }
    assertThat(Files.readString(out.resolve("charts/results-gemm-bars-flop-s-1.svg")))
        .startsWith("<svg ")
        .contains("xmlns=\"http://www.w3.org/2000/svg\"", "<title");
    assertThat(Files.readAllBytes(out.resolve("report.pdf")))
        .startsWith("%PDF-".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(Files.readString(out.resolve("report.html"))).contains("<html lang=\"de\">");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latest --format docx | unknown format 'docx'; choose from html, pdf, svg, png, csv",
        "latest --lang fr | no reports in language 'fr'",
        "latest --history -1 | --history must be at least 0",
        "nowhere | no run nowhere",
        "latest --baseline latest | cannot be its own baseline",
        "latest --kind weekly | expected one of",
      })
  void saysWhatIsWrong(String args, String message) {
    Cli.Answer answer = report(args.split(" "));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains(message).doesNotContain("\tat ");
    assertThat(answer.out()).isEmpty();
  }

  private Path profile(Profile profile) throws IOException {
    return new ProfileStore(folder.resolve("results/profiles")).write(profile);
  }

  /** As if it were of a cell of that run. */
  private static Profile of(RunFolder run, String id) throws IOException {
    CellId cell = SampleRuns.id("gemm/m=256,n=256,k=256", "cpu-simd");
    return SampleProfiles.of(run.read(), cell, SampleProfiles.host(id, 100));
  }

  @Test
  void profilesAreShownWithTheirRun() throws IOException {
    Path first = profile(of(nights.get(2), "20261004T051500Z-aaaaaa"));
    profile(of(nights.get(2), "20261005T051500Z-bbbbbb"));
    System.setProperty("assay.home", folder.toString());
    Cli.Answer answer;
    try {
      answer = report("latest", "--profile", first + ",latest", "--profile", "20261005");
    } finally {
      System.clearProperty("assay.home");
    }
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(nights.get(2).path().resolve("report.html")))
        .containsSubsequence(
            "Where the time goes", "./assay profile 20261004T", "./assay profile 20261005T")
        .contains("id=\"profile-2\"")
        .doesNotContain("id=\"profile-3\"");
  }

  /** It is not where the command looks for an id. */
  @Test
  void aProfileElsewhereIsShownByItsPath() throws IOException {
    Path path = profile(of(nights.get(2), "20261004T051500Z-aaaaaa"));
    assertThat(report("latest", "--profile", path.toString()).code()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(nights.get(2).path().resolve("report.html")))
        .contains("<code>./assay profile " + path + "</code>");
  }

  @Test
  void aProfileOfSomethingElseIsRefused() throws IOException {
    Profile own = of(nights.get(2), "20261004T051500Z-aaaaaa");
    Path otherCell = profile(SampleProfiles.host());
    Cli.Answer cell = report("latest", "--profile", otherCell.toString());
    assertThat(cell.code()).as(cell.all()).isEqualTo(ExitCode.USAGE);
    assertThat(cell.err())
        .contains("has no cell infer/cnn-fashion,batch=1 on cpu-simd in f32")
        .doesNotContain("\tat ");
    RunFolder elsewhere =
        SampleRuns.everyKind(SampleSystem.number(1), FIRST, 3)
            .write(new RunStore(folder.resolve("elsewhere")));
    Cli.Answer machine =
        report(elsewhere.path().toString(), "--profile", profile(machine(own)).toString());
    assertThat(machine.code()).as(machine.all()).isEqualTo(ExitCode.USAGE);
    assertThat(machine.err())
        .contains("cpuModel is Example CPU 9000 in the profile and Example CPU 9100 in the run");
    Cli.Answer nowhere = report("latest", "--profile", "nosuch");
    assertThat(nowhere.code()).as(nowhere.all()).isEqualTo(ExitCode.USAGE);
    assertThat(nowhere.err()).contains("no profile nosuch");
    Cli.Answer machines = report("latest", "--profile", otherCell.toString(), "--format", "csv");
    assertThat(machines.code()).as(machines.all()).isEqualTo(ExitCode.USAGE);
    assertThat(machines.err()).contains("--profile is shown in html, pdf, svg and png");
    assertThat(nights.get(2).path().resolve("report.html")).doesNotExist();
  }

  /** The same machine's profile of a cell that both systems have. */
  private static Profile machine(Profile own) {
    return new Profile(
        Profile.CURRENT,
        own.profileId(),
        own.startedUtc(),
        own.finishedUtc(),
        own.assay(),
        own.environment(),
        SampleRuns.id("gemm/m=1024,n=1024,k=1024", "cpu-simd"),
        own.threads(),
        own.seed(),
        own.parts(),
        own.forks());
  }

  @Test
  void aDamagedRecordIsNoReport() throws IOException {
    Files.writeString(nights.get(2).runFile(), "{");
    Cli.Answer answer = report(id(nights.get(2)));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
    assertThat(answer.err()).contains("is damaged");
    assertThat(nights.get(2).path().resolve("report.html")).doesNotExist();
  }

  @Test
  void writesASite() throws IOException {
    Path out = folder.resolve("site");
    Cli.Answer answer = Cli.run("site", folder.toString(), "--out", out.toString(), "--pages", "1");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    try (Stream<Path> all = Files.list(out)) {
      assertThat(all.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder(
              "index.html",
              "overview.html",
              "machine-1.html",
              "run-" + id(nights.get(2)) + ".html");
    }
    String index = Files.readString(out.resolve("index.html"));
    assertThat(index).contains("href=\"machine-1.html\"", id(nights.get(0)));
  }

  private RunFolder moved(RunFolder run, Path to) throws IOException {
    Files.createDirectories(Objects.requireNonNull(to.getParent()));
    return new RunFolder(Files.move(run.path(), to));
  }

  /** The newest has the first name, the oldest the last one. */
  @Test
  void renamedRunsKeepTheirOrder() throws IOException {
    RunFolder newest = moved(nights.get(2), runs.resolve("after"));
    moved(nights.get(0), runs.resolve("zero"));
    assertThat(report("latest").code()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(newest.path().resolve("report.html")))
        .contains("previous comparable run of the same suite, " + id(nights.get(1)));
    assertThat(report("zero", "after").out()).contains(newest.path().toString());
    String listed = Cli.run("show", "--out", runs.toString()).out();
    assertThat(listed).containsSubsequence("after", id(nights.get(1)), "zero");
  }

  /** Both folders are called the same. */
  @Test
  void runsOfTwoHostsAreToldApartByTheirRecords() throws IOException {
    RunFolder base = moved(nights.get(2), folder.resolve("host-a/run"));
    RunFolder tonight = moved(nights.get(1), folder.resolve("host-b/run"));
    Cli.Answer answer = report(tonight.path().toString(), "--baseline", base.path().toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(tonight.path().resolve("report.html")))
        .contains("Compared with run " + id(nights.get(2)));
    assertThat(report(tonight.path().toString(), base.path().toString()).out())
        .contains(base.path().toString());
  }

  @Test
  void aSiteTakesFoldersOfAnyNameAndSaysWhatItLeavesOut() throws IOException {
    moved(nights.get(0), folder.resolve("host-a/run"));
    moved(nights.get(1), folder.resolve("host-b/run"));
    Path copy = Files.createDirectories(folder.resolve("host-b/copy"));
    for (String file : List.of("run.json", "forks.jsonl")) {
      Files.copy(folder.resolve("host-b/run").resolve(file), copy.resolve(file));
    }
    Path broken = Files.createDirectories(folder.resolve("host-b/broken"));
    Files.writeString(broken.resolve("run.json"), "{");
    Path empty = Files.createDirectories(folder.resolve("host-a/20261004T020000Z-abcdef"));
    Path notes = Files.createDirectories(folder.resolve("notes"));
    Path out = folder.resolve("site");
    Cli.Answer answer = Cli.run("site", folder.toString(), "--out", out.toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    String index = Files.readString(out.resolve("index.html"));
    nights.forEach(night -> assertThat(index).contains(id(night)));
    assertThat(answer.err().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("assay: left out: "))
        .anyMatch(line -> line.contains(empty + " has no run.json: the run has measured nothing"))
        .anyMatch(line -> line.contains(broken.resolve("run.json") + " is damaged"))
        .anyMatch(line -> line.contains("is a copy of a run that the site shows"))
        .anyMatch(line -> line.contains(notes + " has no run.json"));
    Cli.Answer again = Cli.run("site", folder.toString(), "--out", out.toString());
    assertThat(again.err()).as("the site's own folder").isEqualTo(answer.err());
    Cli.Answer one = Cli.run("site", copy.toString(), "--out", out.toString());
    assertThat(one.code()).as(one.all()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aRunningRunIsShownAsRunning() throws IOException {
    RunFolder run = nights.get(2);
    String json = Files.readString(run.runFile());
    Files.writeString(
        run.runFile(), json.replaceFirst("\"finishedUtc\" : \"[^\"]*\"", "\"finishedUtc\" : null"));
    for (String state : List.of("running", "interrupted")) {
      try (RunLock _ = state.equals("running") ? run.lock().orElseThrow() : null) {
        assertThat(Cli.run("show", "--out", runs.toString()).out()).contains(" " + state);
        assertThat(report("latest").code()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(run.path().resolve("report.html")))
            .contains(state.equals("running") ? "The run is still running" : "was interrupted");
        Path site = folder.resolve(state);
        Cli.run("site", runs.toString(), "--out", site.toString());
        assertThat(Files.readString(site.resolve("index.html"))).contains(">" + state + "<");
        assertThat(Cli.run("compare", id(nights.get(1)), id(run), "--out", runs.toString()).out())
            .contains(state.equals("running") ? "is still running" : "was interrupted");
      }
    }
  }

  @Test
  void aFolderWithoutRunsIsNoSite() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Cli.Answer answer = Cli.run("site", empty.toString(), "--out", folder.resolve("x").toString());
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("no readable run");
  }

  @Test
  void aRunLeavesItsPage() throws IOException {
    Path own = folder.resolve("own");
    String suite = Cli.tinySuite(folder, "gemm/m=7,n=5,k=9").toString();
    Cli.Answer answer =
        Cli.run(
            "run", "--suite", suite, "-t", "cpu-scalar", "--no-telemetry", "--out", own.toString());
    Path page = new RunStore(own).list().getFirst().path().resolve("report.html");
    assertThat(answer.out()).as(answer.all()).contains("report: " + page);
    assertThat(Files.readString(page)).contains("gemm/m=7,n=5,k=9");
  }

  @Test
  void withJsonThePathOfThePageIsNoPartOfTheAnswer() throws IOException {
    Path own = folder.resolve("own");
    String suite = Cli.tinySuite(folder, "gemm/m=7,n=5,k=9").toString();
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite,
            "-t",
            "cpu-scalar",
            "--no-telemetry",
            "--json",
            "--out",
            own.toString());
    assertThat(StoredRun.runErrors(answer.out())).isEmpty();
    assertThat(answer.err()).contains("report: ");
  }

  @Test
  void withoutAReportThereIsNone() throws IOException {
    Path own = folder.resolve("own");
    String suite = Cli.tinySuite(folder, "gemm/m=7,n=5,k=9").toString();
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite,
            "-t",
            "cpu-scalar",
            "--no-telemetry",
            "--no-report",
            "--out",
            own.toString());
    assertThat(answer.out() + answer.err()).doesNotContain("report: ");
    assertThat(new RunStore(own).list().getFirst().path().resolve("report.html")).doesNotExist();
  }
}
