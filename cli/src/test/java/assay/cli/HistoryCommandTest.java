package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.store.RunStore;
import assay.report.nightly.simulate.SimulatedFortnight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Series over the runs of a simulated host, and files of other programs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryCommandTest {
  private static final List<String> ONE = List.of("lab-1", "gemm/m=2048*", "cpu-simd", "time");

  private Path runs = Path.of("");

  @BeforeAll
  void write(@TempDir Path folder) throws IOException {
    runs = folder;
    SimulatedFortnight fleet = new SimulatedFortnight(SimulatedFortnight.SEED);
    for (int night = 10; night <= 13; night++) {
      fleet.run("lab-1", night).write(new RunStore(runs));
    }
  }

  private Cli.Answer history(String command, List<String> words, String... options) {
    List<String> all = new ArrayList<>(List.of("history", command));
    all.addAll(words);
    all.addAll(List.of(options));
    all.addAll(List.of("--runs", runs.toString()));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void seriesAreListedAndOneIsShown() {
    Cli.Answer list = history("list", ONE);
    assertThat(list.code()).as(list.all()).isEqualTo(ExitCode.OK);
    String id = list.out().lines().filter(line -> line.contains("lab-1")).findFirst().orElseThrow();
    Cli.Answer show = history("show", List.of(id.substring(0, 8)));
    assertThat(show.code()).as(show.all()).isEqualTo(ExitCode.OK);
    assertThat(show.out().lines().filter(line -> line.startsWith("20"))).hasSize(4);
    JsonNode json = JsonMapper.builder().build().readTree(history("show", ONE, "--json").out());
    assertThat(json.path("points").size()).isEqualTo(4);
  }

  @Test
  void severalOrNoneAreRefused() {
    Cli.Answer several = history("show", List.of("lab-1"));
    assertThat(several.code()).isEqualTo(ExitCode.USAGE);
    assertThat(several.err()).contains("series match; add words, or name one by its id");
    Cli.Answer none = history("show", List.of("lab-7"));
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("no series matches");
    assertThat(history("export", List.of("lab-7")).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatIsExportedCanBeImported(@TempDir Path folder) throws IOException {
    Cli.Answer csv = history("export", ONE, "--format", "csv");
    assertThat(csv.out().lines()).hasSize(5).first().isEqualTo("series,time,value");
    Path file = Files.writeString(folder.resolve("old.csv"), csv.out());
    Cli.Answer first = imported(file, folder);
    assertThat(first.code()).as(first.all()).isEqualTo(ExitCode.OK);
    assertThat(first.out()).startsWith("imported: 4 values of 4 times");
    assertThat(imported(file, folder).out()).startsWith("imported before");
    assertThat(Cli.run("history", "list", "lab-9", "--runs", folder.toString()).out())
        .contains("lab-9");
  }

  @Test
  void resultsWithoutATimeAreOfWhenTheirFileWasWritten(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("sleep.json"),
            "{\"results\": [{\"command\": \"sleep 1\", \"median\": 1.001, \"exit_codes\": [0]}]}");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-02-03T04:05:06Z")));
    Path runs = Files.createDirectory(folder.resolve("runs"));
    Cli.Answer first = imported(file, runs, "hyperfine");
    assertThat(first.out()).as(first.all()).startsWith("imported: 1 values of 1 times");
    assertThat(imported(file, runs, "hyperfine").out()).startsWith("imported before");
    assertThat(Cli.run("history", "show", "sleep 1", "--runs", runs.toString()).out())
        .contains("2026-02-03T04:05:06Z")
        .contains("1.00 s");
  }

  @Test
  void siteTakesImportsForWhatTheyAre(@TempDir Path folder) throws IOException {
    Path both = folder.resolve("runs");
    new SimulatedFortnight(SimulatedFortnight.SEED).run("lab-1", 10).write(new RunStore(both));
    Path file = Files.writeString(folder.resolve("old.csv"), "time,value\n2026-01-01,1.5\n");
    assertThat(imported(file, both).code()).isEqualTo(ExitCode.OK);
    Cli.Answer site = Cli.run("site", both.toString(), "--out", folder.resolve("site").toString());
    assertThat(site.code()).as(site.all()).isEqualTo(ExitCode.OK);
    assertThat(site.err()).doesNotContain("left out");
  }

  private static Cli.Answer imported(Path file, Path runs) {
    return imported(file, runs, "csv");
  }

  private static Cli.Answer imported(Path file, Path runs, String format) {
    return Cli.run(
        "history",
        "import",
        file.toString(),
        "--format",
        format,
        "--host",
        "lab-9",
        "--runs",
        runs.toString());
  }

  @Test
  void whatIsImportedIsNoNight(@TempDir Path folder) throws IOException {
    String night =
        new SimulatedFortnight(SimulatedFortnight.SEED)
            .run("lab-1", 3)
            .write(new RunStore(folder))
            .read()
            .runId()
            .value();
    Path file =
        Files.writeString(folder.resolve("later.csv"), "time,value\n2027-01-01T00:00:00Z,1\n");
    assertThat(imported(file, folder).code()).isEqualTo(ExitCode.OK);
    assertThat(Cli.run("gate", "--runs", folder.toString()).out()).contains(night);
  }

  @Test
  void otherProgramsReadTheSeries() {
    assertThat(history("export", ONE, "--format", "otava").out().lines())
        .hasSize(5)
        .first()
        .isEqualTo("time,\"lab-1 gemm/m=2048,n=2048,k=2048 cpu-simd f32 time\"");
    JsonNode bencher =
        JsonMapper.builder().build().readTree(history("export", ONE, "--format", "bencher").out());
    assertThat(
            bencher
                .path("lab-1 gemm/m=2048,n=2048,k=2048 cpu-simd f32")
                .path("time")
                .path("value")
                .asDouble())
        .isBetween(0.02, 0.04);
  }

  @Test
  void everyFormatHasTheNewestOrAllValues() {
    JsonNode points = parsed(history("export", ONE, "--json")).path(0).path("points");
    assertThat(points.size()).isEqualTo(4);
    double newest = points.path(3).path("value").asDouble();
    double error = points.path(3).path("standardError").asDouble();
    JsonNode bencher =
        parsed(history("export", ONE, "--format", "bencher"))
            .path("lab-1 gemm/m=2048,n=2048,k=2048 cpu-simd f32")
            .path("time");
    assertThat(bencher.path("value").asDouble()).isEqualTo(newest);
    assertThat(bencher.path("upper_value").asDouble()).isEqualTo(newest + 1.96 * error);
    assertThat(bencher.path("lower_value").asDouble()).isEqualTo(newest - 1.96 * error);
    JsonNode entry = parsed(history("export", ONE, "--format", "gab")).path(0);
    assertThat(entry.path("name").asString())
        .isEqualTo("lab-1 gemm/m=2048,n=2048,k=2048 cpu-simd f32: time");
    assertThat(entry.path("unit").asString()).isEqualTo("s");
    assertThat(entry.path("value").asDouble()).isEqualTo(newest);
    assertThat(entry.path("range").asString()).startsWith("± ");
  }

  private static JsonNode parsed(Cli.Answer answer) {
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    return JsonMapper.builder().build().readTree(answer.out());
  }

  @Test
  void whatAFormatCannotHoldIsRefused(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("old.csv"),
            "series,time,value\na,2026-01-01,1.5\na,2026-01-02,1.5\nb,2026-01-02,2\n");
    assertThat(imported(file, folder).code()).isEqualTo(ExitCode.OK);
    Cli.Answer gap = Cli.run("history", "export", "--format", "otava", "--runs", folder.toString());
    assertThat(gap.code()).as(gap.all()).isEqualTo(ExitCode.USAGE);
    assertThat(gap.err())
        .contains("'lab-9 b csv unknown value' has no value at 2026-01-01T00:00:00Z");
    assertThat(gap.out()).isEmpty();
    Cli.Answer both = history("export", List.of("lab-1", "gemm/m=2048*"), "--format", "gab");
    assertThat(both.code()).as(both.all()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err()).contains("has one direction");
  }

  @Test
  void badFilesAreRefusedInALine(@TempDir Path folder) throws IOException {
    for (String content :
        List.of(
            "",
            "time,value\n",
            "time,value\n2026-01-01T00:00:00Z,NaN\n",
            "time,value\n2026-01-01T00:00:00Z,inf\n",
            "time,value\n2026-01-01T00:00:00Z,-1\n",
            "time,value\n2026-01-01T00:00:00Z,0\n",
            "time,value\n2026-01-02T00:00:00Z,1\n2026-01-01T00:00:00Z,2\n",
            "time,value,unit\n2026-01-01T00:00:00Z,1,s\n2026-01-02T00:00:00Z,2,ms\n",
            "time,value\n2026-01-01T00:00:00Z,1\n2026-01-01T00:00:00Z,2\n",
            "no,history\n1,2\n")) {
      Path file = Files.writeString(folder.resolve("bad.csv"), content);
      Cli.Answer answer = imported(file, folder);
      assertThat(answer.code()).as("'%s': %s", content, answer.all()).isEqualTo(ExitCode.USAGE);
      assertThat(answer.err().lines()).hasSize(1).first().asString().contains("bad.csv");
    }
  }

  /** What is in the history already is neither doubled nor mixed. */
  @Test
  void seriesHasOneUnitAndOneValueAtATime(@TempDir Path folder) throws IOException {
    Path first =
        Files.writeString(folder.resolve("a.csv"), "series,time,value,unit\nx,2026-01-01,1,s\n");
    assertThat(imported(first, folder).code()).isEqualTo(ExitCode.OK);
    Path again =
        Files.writeString(folder.resolve("b.csv"), "series,time,value,unit\nx,2026-01-01,2,s\n");
    Cli.Answer twice = imported(again, folder);
    assertThat(twice.code()).as(twice.all()).isEqualTo(ExitCode.USAGE);
    assertThat(twice.err().lines()).singleElement().asString().contains("b.csv", "2026-01-01");
    Path rate =
        Files.writeString(folder.resolve("c.csv"), "series,time,value,unit\ny,2026-01-01,1,GB\n");
    assertThat(imported(rate, folder).code()).isEqualTo(ExitCode.OK);
    Path other =
        Files.writeString(folder.resolve("d.csv"), "series,time,value,unit\ny,2026-01-02,1,MB\n");
    Cli.Answer mixed = imported(other, folder);
    assertThat(mixed.code()).as(mixed.all()).isEqualTo(ExitCode.USAGE);
    assertThat(mixed.err().lines())
        .singleElement()
        .asString()
        .contains("d.csv", "is in MB, but its history is in GB");
  }

  @Test
  void theIndexIsVerifiedPrunedAndMadeAnew() {
    assertThat(history("prune", List.of()).code()).isEqualTo(ExitCode.USAGE);
    Cli.Answer pruned = history("prune", List.of(), "--before", "2026-10-12");
    assertThat(pruned.out()).as(pruned.all()).contains("entries removed");
    Cli.Answer anew = history("rebuild", List.of());
    assertThat(anew.out()).as(anew.all()).startsWith("made anew from 4 runs");
    Cli.Answer verified = history("verify", List.of());
    assertThat(verified.code()).isEqualTo(ExitCode.OK);
    assertThat(verified.out()).startsWith("4 runs as in their records");
  }

  @Test
  void databaseThatCannotBeReachedLeavesNothingJudged() {
    String url = "jdbc:postgresql://127.0.0.1:1/history";
    Cli.Answer answer = history("list", List.of(), "--history", url);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err().lines()).hasSize(1);
    Cli.Answer gate = Cli.run("gate", "--runs", runs.toString(), "--history", url);
    assertThat(gate.code()).as(gate.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(history("list", List.of(), "--history", "jdbc:no").code()).isEqualTo(ExitCode.USAGE);
  }
}
