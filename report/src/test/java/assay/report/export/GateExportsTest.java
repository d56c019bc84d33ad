package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.gate.GateVerdict;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport;
import assay.report.testing.NightlyFixtures;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What exports say of a nightly verdict: it is the only one that says a series became worse. */
class GateExportsTest {
  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "assay", "report", "export", "gate");
  private static final String NASTY =
      "100 % worse,\r\n::error::fake: a, b <x> \u001B[31m\u202Ered @somebody | `";

  private static ExportInput input(NightlyVerdict verdict) {
    return ExportSamples.input().with(verdict);
  }

  private static String export(String format, NightlyVerdict verdict) {
    return ExportSamples.only(Exports.byName(format).orElseThrow(), input(verdict));
  }

  /** Every text that comes from outside is hostile. */
  private static NightlyVerdict hostile() {
    List<SeriesReport> series = new ArrayList<>();
    for (SeriesReport report : NightlyFixtures.busy().series()) {
      series.add(
          new SeriesReport(
              report.series(),
              report.unit(),
              report.better(),
              report.canary(),
              report.verdict(),
              NASTY,
              report.limit() == null ? null : NASTY,
              report.tonight(),
              report.reruns(),
              report.evidence(),
              report.change(),
              report.onset(),
              report.acknowledged() == null ? null : NASTY,
              report.nights(),
              report.marks()));
    }
    return NightlyFixtures.of(series);
  }

  @ParameterizedTest
  @CsvSource({"json, gate.json", "md, summary.md", "github, github-annotations.txt"})
  void theSameBytesUnderEveryLocale(String format, String name) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      String content =
          Exports.byName(format).orElseThrow().export(input(NightlyFixtures.both())).stream()
              .filter(file -> file.name().equals(name))
              .findFirst()
              .orElseThrow()
              .content();
      if ("write".equals(System.getProperty("assay.golden"))) {
        Files.createDirectories(GOLDEN);
        Files.writeString(GOLDEN.resolve(name), content);
      }
      assertThat(content).isEqualTo(Files.readString(GOLDEN.resolve(name)));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static NodeList cases(String xml, String kind) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    NodeList suites = root.getElementsByTagName("testsuite");
    return ((Element) suites.item(suites.getLength() - 1)).getElementsByTagName(kind);
  }

  @Test
  void junitHasAFailureForEachAlarmAndEachWrongResult() throws Exception {
    String xml = export("junit", NightlyFixtures.both());
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(
            Path.of("src", "test", "resources", "assay", "report", "export", "junit.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    assertThat(cases(xml, "testcase").getLength()).isEqualTo(14 + 3);
    // Two slower series, a broken limit, a wrong result, and a host as a whole.
    assertThat(cases(xml, "failure").getLength()).isEqualTo(5);
    assertThat(cases(xml, "error").getLength()).isEqualTo(1);
    // Inconclusive twice, new, not comparable, the drift, and the host without canaries.
    assertThat(cases(xml, "skipped").getLength()).isEqualTo(6);
    assertThat(xml)
        .contains("+3.10\u00a0% (95 % interval 2.30 … 3.90\u00a0%); first bad night 2026-11-20 (")
        .contains("driver: 580.12 → 580.65")
        .contains("MISSING", "no device GPU-a07e");
  }

  @Test
  void withoutAVerdictNothingFailsAndNothingIsAnnotated() {
    ExportInput none = ExportSamples.input();
    assertThat(ExportSamples.only(new JUnitExport(), none))
        .doesNotContain("<failure", "nightly verdict");
    assertThat(ExportSamples.only(new PrometheusExport(), none)).doesNotContain("assay_gate");
    assertThat(ExportSamples.only(new GithubExport(), none))
        .isEqualTo(
            "::notice title=Assay::No series was judged, because no nightly verdict was asked"
                + " for.\n");
  }

  @Test
  void prometheusHasGaugesToAlertOn() {
    String prom = export("prom", NightlyFixtures.both());
    List<String> lines = prom.lines().filter(line -> line.startsWith("assay_gate")).toList();
    assertThat(lines.stream().map(line -> line.substring(0, line.lastIndexOf(' '))))
        .doesNotHaveDuplicates();
    assertThat(lines.stream().filter(line -> line.startsWith("assay_gate_alarm{")))
        .hasSize(14)
        .filteredOn(line -> line.endsWith(" 1.0"))
        .hasSize(3);
    assertThat(lines)
        .anyMatch(line ->
            line.startsWith("assay_gate_verdict{")
                && line.contains("host=\"lab-3\"")
                && line.contains("verdict=\"MISSING\"")
                && line.endsWith(" 1.0"))
        .anyMatch(line ->
            line.startsWith("assay_gate_host_alarm{")
                && line.contains("host=\"lab-4\"")
                && line.endsWith(" 1.0"))
        .anyMatch(line ->
            line.startsWith("assay_gate_effect_ratio{")
                && line.contains("estimate=\"median\"")
                && line.endsWith(" 0.031"))
        // 2026-11-20T02:00:00Z
        .anyMatch(line ->
            line.startsWith("assay_gate_first_bad_night_time_seconds{")
                && Double.parseDouble(line.substring(line.lastIndexOf(' '))) == 1_795_140_000);
    assertThat(lines)
        .noneMatch(
            line -> line.startsWith("assay_gate_host_canaries_ratio") && line.contains("energy"));
  }

  @Test
  void annotationsCannotBeForged() {
    String text = export("github", hostile());
    assertThat(text.lines()).allMatch(line -> line.matches("::(error|warning|notice) title=.*"));
    assertThat(text.lines().map(line -> line.split("::", -1)[1]))
        .allSatisfy(command -> {
          String title = command.substring(command.indexOf("title=") + 6);
          assertThat(title).doesNotContain(",", ":");
        });
    assertThat(text).contains("100 %25 worse,%0A::error::fake").doesNotContain("\u001B", "\u202E");
  }

  @Test
  void annotationsKeepToWhatGithubShows() {
    List<String> lines = export("github", NightlyFixtures.manyAlarms(40)).lines().toList();
    assertThat(lines).hasSize(10).allMatch(line -> line.startsWith("::error "));
    assertThat(lines.getFirst()).contains("40 series got slower on lab-3");
    // The headline and eight series are shown.
    assertThat(lines.getLast()).contains("32 more are in the report.");
  }

  @Test
  void markdownIsShortAndInert() {
    for (NightlyVerdict verdict :
        List.of(NightlyFixtures.both(), NightlyFixtures.manyAlarms(500), hostile())) {
      String md = export("md", verdict);
      assertThat(md.lines().count()).isLessThanOrEqualTo(MarkdownExport.MAX_LINES);
      String outside = md.replaceAll("(`+)(?:(?!`).|(?!\\1(?!`))`)*?\\1(?!`)", "");
      assertThat(outside).doesNotContain("<x", "@", "somebody", "\u001B");
    }
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(Path.of("..", "results", "schema", "gate.schema.json")),
            InputFormat.JSON);
  }

  private static List<String> errors(JsonNode json) throws IOException {
    return schema().validate(json.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static ObjectNode json(NightlyVerdict verdict) {
    return (ObjectNode) JsonMapper.shared().readTree(JsonExport.verdict(verdict));
  }

  @Test
  void theSchemaAcceptsEveryVerdict() throws IOException {
    assertThat(errors(json(NightlyFixtures.both()))).isEmpty();
    assertThat(errors(json(NightlyFixtures.quiet()))).isEmpty();
    assertThat(errors(json(hostile()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"verdict", "reason", "alarm", "evidence", "nights"})
  void theSchemaRefusesASeriesWithout(String field) throws IOException {
    ObjectNode json = json(NightlyFixtures.both());
    ((ObjectNode) json.path("series").get(0)).remove(field);
    assertThat(errors(json)).isNotEmpty();
  }

  /** A figure beside a series that is missing would be made up. */
  @Test
  void theSchemaRefusesAnEffectOfAMissingSeries() throws IOException {
    ObjectNode json = json(NightlyFixtures.both());
    for (JsonNode series : json.path("series")) {
      if (series.path("verdict").asString().equals(GateVerdict.MISSING.name())) {
        ((ObjectNode) series).set("evidence", json.path("series").get(0).path("evidence"));
      }
    }
    assertThat(errors(json)).isNotEmpty();
  }
}
