package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.core.record.Status;
import assay.report.compare.Comparison;
import assay.report.compare.Matching;
import assay.report.compare.RunData;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the readers of each format rely on. */
class FormatsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void junitIsValidAgainstTheUsualSchema() throws Exception {
    String xml = ExportSamples.only(new JUnitExport(), ExportSamples.input());
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(
            Path.of("src", "test", "resources", "assay", "report", "export", "junit.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  @Test
  void junitTellsWrongFromSlowerFromUnknown() {
    String xml = ExportSamples.only(new JUnitExport(), ExportSamples.input());
    assertThat(xml)
        .contains("<error type=\"INVALID\" message=\"wrong output\">")
        .contains("<skipped message=\"UNAVAILABLE: no NVIDIA driver [install one]\">")
        .contains("<skipped message=\"TIMED_OUT: over 60 s\">")
        .containsPattern("<skipped message=\"not judged: 0\\.\\d+× as fast, 95 % interval")
        .contains("<skipped message=\"inconclusive: 1 fork, an interval needs 6\">")
        .contains("emulation (pocl-cpu), output correct, no time to compare");
    assertThat(xml).doesNotContain("<failure");
  }

  /**
   * Tonight's export has tonight's cells alone; what the baseline was appears in the comparison.
   */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "junit", "prom", "jmh", "mllog", "gab"})
  void theBaselinesResultsAreNotTonights(String format) {
    SampleSystem system = SampleSystem.number(0);
    CellId id = SampleRuns.id(ExportSamples.GEMM, "cpu-simd");
    // A baseline may also be the later run of the two.
    RunData base =
        ExportSamples.data(
            new SampleRuns(system, Instant.parse("2026-10-03T02:00:00Z"), 1)
                .without(id, Status.FAILED, "exit code 137", null)
                .done());
    SampleRun tonight =
        new SampleRuns(system, Instant.parse("2026-10-02T02:00:00Z"), 2).measured(id, 1).done();
    RunData data = ExportSamples.data(tonight);
    ExportInput input = new ExportInput(List.of(data), Comparison.of(base, data));
    String own =
        Exports.byName(format).orElseThrow().export(input).stream()
            .filter(file -> !file.name().startsWith("comparison"))
            .map(ExportFile::content)
            .collect(Collectors.joining());
    assertThat(own).contains(tonight.record().runId().value()).doesNotContain("<error", "FAILED\"");
    if (!format.equals("junit")) {
      assertThat(own).doesNotContain(base.record().runId().value());
    }
  }

  /** Readers of these formats expect one run in a file. */
  @ParameterizedTest
  @CsvSource({"jmh, jmh-result-, .json", "mllog, mllog-, .log"})
  void severalSystemsAreSeveralFiles(String format, String begin, String end) {
    List<RunData> systems = SampleRuns.systems(2, 8, 1).stream().map(ExportSamples::data).toList();
    List<ExportFile> files =
        Exports.byName(format).orElseThrow().export(new ExportInput(systems, null));
    assertThat(files).hasSize(2);
    for (int i = 0; i < 2; i++) {
      String run = systems.get(i).record().runId().value();
      assertThat(files.get(i).name()).isEqualTo(begin + run + end);
      assertThat(files.get(i).content())
          .contains(run)
          .doesNotContain(systems.get(1 - i).record().runId().value());
    }
  }

  /** The textfile collector drops everything if two of its files have a series in common. */
  @Test
  void prometheusFilesOfTwoSuitesHaveNoSeriesInCommon() {
    Set<String> nightly = series("nightly");
    Set<String> quick = series("quick");
    assertThat(nightly).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(quick);
    assertThat(quick).hasSameSizeAs(nightly);
  }

  private static Set<String> series(String suite) {
    SampleRun run = ExportSamples.run(SampleSystem.number(0), "2026-10-01T02:00:00Z", 1);
    RunRecord own = run.record();
    RunRecord renamed =
        new RunRecord(
            own.schemaVersion(),
            own.runId(),
            own.startedUtc(),
            own.finishedUtc(),
            suite,
            own.seed(),
            own.assay(),
            own.environment(),
            own.plan(),
            own.telemetry(),
            own.cells());
    ExportInput input = ExportInput.of(RunData.of(renamed, run.forks()));
    return ExportSamples.only(new PrometheusExport(), input)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  @Test
  void csvForASpreadsheetBeginsWithAByteOrderMark() {
    List<ExportFile> plain = new CsvExport().export(ExportSamples.input());
    List<ExportFile> marked = new CsvExport(true).export(ExportSamples.input());
    assertThat(marked).hasSize(3);
    for (int i = 0; i < marked.size(); i++) {
      assertThat(marked.get(i).name()).isEqualTo(plain.get(i).name());
      assertThat(marked.get(i).content()).isEqualTo("\uFEFF" + plain.get(i).content());
    }
  }

  @Test
  void prometheusHasHelpAndTypeBaseUnitsAndNoTimestamps() {
    String text = ExportSamples.only(new PrometheusExport(), ExportSamples.input());
    List<String> samples = text.lines().filter(l -> !l.startsWith("#")).toList();
    for (String sample : samples) {
      String name = sample.split("[{ ]", 2)[0];
      assertThat(text).contains("# HELP " + name + " ").contains("# TYPE " + name + " gauge");
      assertThat(sample).matches("[a-z_]+(\\{.*\\})? [-0-9.E]+");
    }
    assertThat(text)
        .contains("assay_run{run=\"20261002T020000Z-")
        .contains("assay_latency_seconds{estimate=\"median\",percentile=\"90\"")
        .doesNotContain("20261001T020000Z")
        .doesNotContain("_percent");
    assertThat(samples.stream().filter(s -> s.contains("opencl-fpga")))
        .singleElement()
        .asString()
        .startsWith("assay_cell{")
        .contains("emulated=\"true\"");
  }

  @Test
  void anExportReplacesTheOldFileAndLeavesNothingElse() throws IOException {
    ExportFile old = new ExportFile("assay.prom", "old\n");
    ExportFile fresh = new ExportFile("assay.prom", "new µ\n");
    Exports.write(folder, List.of(old));
    assertThat(Exports.write(folder, List.of(fresh))).containsExactly(folder.resolve("assay.prom"));
    assertThat(folder.resolve("assay.prom")).hasContent("new µ\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void githubActionFilesHaveOneDirectionEach() {
    List<ExportFile> files = new GithubActionExport().export(ExportSamples.input());
    JsonNode smaller = JsonMapper.shared().readTree(files.get(0).content());
    JsonNode bigger = JsonMapper.shared().readTree(files.get(1).content());
    assertThat(smaller)
        .isNotEmpty()
        .allSatisfy(
            e -> assertThat(e.get("unit").asString()).isIn("s", "J", "J/FLOP", "J/sample", "1"));
    assertThat(bigger)
        .isNotEmpty()
        .allSatisfy(e ->
            assertThat(e.get("unit").asString()).isIn("FLOP/s", "samples/s", "%", "1", "FLOP/s/W"));
    for (JsonNode entry : bigger) {
      assertThat(entry.get("value").isNumber()).isTrue();
      assertThat(entry.get("name").isString()).isTrue();
    }
  }

  @Test
  void mlLogClaimsNoSubmission() {
    String log = ExportSamples.only(new MlLogExport(), ExportSamples.input());
    assertThat(log).doesNotContain("submission");
    assertThat(log.lines().findFirst().orElseThrow()).contains("not an MLPerf result");
    List<JsonNode> lines =
        log.lines()
            .map(l -> JsonMapper.shared().readTree(l.substring(":::MLLOG ".length())))
            .toList();
    assertThat(lines.stream().filter(l -> l.get("key").asString().equals("eval_accuracy")))
        .hasSize(4)
        .allSatisfy(l -> assertThat(l.get("metadata").get("epoch_num").asInt()).isBetween(1, 4));
    assertThat(lines)
        .allSatisfy(l -> assertThat(l.get("time_ms").asLong()).isGreaterThan(1_700_000_000_000L));
  }

  /** 16,777,216 multiply-adds in 1,048,589 cycles of a 4×4 array. */
  @Test
  void whatAModelCountedStandsApartAndSaysWhatItIs() {
    ExportInput input = ExportSamples.input();
    for (String format : List.of("csv", "json")) {
      List<ExportFile> files = Exports.byName(format).orElseThrow().export(input);
      assertThat(files).extracting(ExportFile::name).contains("models." + format);
      for (ExportFile file : files) {
        assertThat(file.content().contains("1048589"))
            .as(file.name())
            .isEqualTo(file.name().equals("models." + format));
      }
    }
    String prom = ExportSamples.only(new PrometheusExport(), input);
    assertThat(prom.lines().filter(l -> l.contains("1048589")))
        .hasSize(2)
        .allMatch(l -> l.startsWith("assay_rtl_model_cycles{kind=\"RTL_MODEL\",model="));
    String log = ExportSamples.only(new MlLogExport(), input);
    assertThat(log.lines().filter(l -> l.contains("1048589")))
        .hasSize(2)
        .allMatch(l -> l.contains("\"key\":\"rtl_model\"") && l.contains("RTL_MODEL"));
    for (String format : List.of("jmh", "gab")) {
      assertThat(Exports.byName(format).orElseThrow().export(input))
          .noneMatch(f -> f.content().contains("rtl-model"));
    }
  }

  @Test
  void aRunWithoutModelsHasNoFileOfThem() {
    Instant start = Instant.parse("2026-10-01T02:00:00Z");
    SampleRun run =
        new SampleRuns(SampleSystem.number(0), start, 1)
            .measured(SampleRuns.id(ExportSamples.GEMM, "cpu-simd"), 1)
            .done();
    for (String format : List.of("csv", "json")) {
      assertThat(
              Exports.byName(format).orElseThrow().export(ExportInput.of(ExportSamples.data(run))))
          .extracting(ExportFile::name)
          .containsExactly("figures." + format);
    }
  }

  /** These formats have no room to say that it is not this machine's. */
  @ParameterizedTest
  @ValueSource(strings = {"prom", "jmh", "mllog", "gab"})
  void energyOfAStandInIsLeftOut(String format) {
    Instant start = Instant.parse("2026-10-01T02:00:00Z");
    CellId id = SampleRuns.id(ExportSamples.GEMM, "cpu-simd");
    SampleRuns own = new SampleRuns(SampleSystem.number(0), start, 1).measured(id, 1);
    SampleRuns standIn = new SampleRuns(SampleSystem.number(0), start, 1).standIn(id);
    assertThat(text(format, own.done())).containsPattern("energy|joules");
    assertThat(text(format, standIn.done())).doesNotContainPattern("energy|joules|Power|power");
  }

  private static String text(String format, SampleRun run) {
    return Exports.byName(format)
        .orElseThrow()
        .export(ExportInput.of(ExportSamples.data(run)))
        .stream()
        .map(ExportFile::content)
        .collect(Collectors.joining());
  }

  @Test
  void everyRowOfTheComparisonHasEveryColumn() throws IOException {
    RunData base = ExportSamples.data(SampleRuns.everyKind(1));
    RunData other = ExportSamples.data(SampleRuns.systems(2, 20, 1).get(1));
    Comparison wanted = Comparison.of(base, other);
    for (Comparison comparison : List.of(wanted, wanted.withinMachines("want it"))) {
      String csv = new CsvExport().comparison(comparison);
      try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
        assertThat(reader.stream().map(CsvRecord::getFieldCount)).containsOnly(18);
      }
    }
    assertThat(new CsvExport().comparison(wanted.withinMachines("want it")))
        .contains("no ratios are given: want it")
        .doesNotContain("FASTER");
  }

  @Test
  void markdownOfManyRunsKeepsToItsLines() {
    List<RunData> systems = SampleRuns.systems(7, 60, 1).stream().map(ExportSamples::data).toList();
    for (int others = 1; others < systems.size(); others++) {
      Comparison comparison =
          Comparison.of(
              Matching.SAME_TARGET, systems.getFirst(), systems.subList(1, others + 1), null, null);
      assertThat(MarkdownExport.comparison(comparison).lines().count())
          .as("%d runs", others)
          .isBetween(20L, (long) MarkdownExport.MAX_LINES);
    }
    ExportInput alone = ExportInput.of(systems.getFirst());
    assertThat(ExportSamples.only(new MarkdownExport(), alone).lines().count())
        .isLessThanOrEqualTo(MarkdownExport.MAX_LINES);
  }
}
