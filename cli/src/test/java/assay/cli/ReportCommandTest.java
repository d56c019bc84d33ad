package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
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
              "index.html", "machine-1.html", "run-" + id(nights.get(2)) + ".html");
    }
    String index = Files.readString(out.resolve("index.html"));
    assertThat(index).contains("href=\"machine-1.html\"", id(nights.get(0)));
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
