package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.Status;
import assay.report.compare.Comparison;
import assay.report.compare.RunData;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import tools.jackson.databind.json.JsonMapper;

/** What stands in a record is data in every format, whatever it looks like. */
class HostileTextTest {
  private static final List<String> NASTY =
      List.of(
          "=cmd()",
          "+1+1",
          "-2",
          "@SUM(A1)",
          "'=quoted",
          "\t=tab",
          " =blank",
          "＝full",
          "\r\n=line",
          "a \"quoted\", b",
          "<script>alert(1)</script>",
          "| a | b |\n|---|---|",
          "``` fence ``",
          "@somebody #1 [x](http://example.org) ![x](y)",
          "\u202Ereversed\u202C",
          "\u0000\u0007\u001B[31mred",
          "]]>&amp;",
          "\\\"\n} 1",
          "lone \uD800 half",
          "x".repeat(10_000));

  private static ExportInput input(String reason) {
    SampleSystem system = SampleSystem.number(0);
    List<RunData> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SampleRun run =
          new SampleRuns(system, Instant.parse("2026-10-0" + (i + 1) + "T02:00:00Z"), i)
              .without(SampleRuns.id(ExportSamples.GEMM, "cuda"), Status.FAILED, reason, reason)
              .done();
      runs.add(ExportSamples.data(run));
    }
    return new ExportInput(runs.subList(1, 2), Comparison.of(runs.get(0), runs.get(1)));
  }

  @Test
  void csvIsHarmlessAndTheOriginalComesBack() throws IOException {
    for (String text : NASTY) {
      String csv = new CsvExport().export(input(text)).getFirst().content();
      try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
        for (NamedCsvRecord row : reader) {
          String cell = row.getField("reason");
          String first = cell.strip();
          assertThat(first.isEmpty() || "=+-@＝＋－＠".indexOf(first.charAt(0)) < 0)
              .as("'%s' is no formula", cell)
              .isTrue();
          assertThat(SpreadsheetText.restore(cell)).isEqualTo(text);
        }
      }
    }
  }

  @Test
  void guardingAndRestoringAreInverse() {
    long seed = 20261122;
    SplittableRandom random = new SplittableRandom(seed);
    String alphabet = "'=+-@ \t\nab\"＝\u3000";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(5); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String guarded = SpreadsheetText.guard(text.toString());
      assertThat(SpreadsheetText.restore(guarded)).as("seed %d", seed).isEqualTo(text.toString());
    }
  }

  @Test
  void numbersInCsvStayNumbers() throws IOException {
    String csv = new CsvExport().export(ExportSamples.input()).getFirst().content();
    int numbers = 0;
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
      for (NamedCsvRecord row : reader) {
        String median = row.getField("median");
        if (!median.isEmpty()) {
          assertThat(Double.parseDouble(median)).isFinite();
          numbers++;
        }
      }
    }
    assertThat(numbers).isGreaterThan(20);
  }

  @Test
  void xmlIsWellFormedAndCarriesTheText() throws Exception {
    for (String text : NASTY) {
      String xml = ExportSamples.only(new JUnitExport(), input(text));
      Element error =
          (Element)
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                  .getElementsByTagName("error")
                  .item(0);
      String clean = text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uD800]", "\uFFFD");
      String message = clean + " [" + clean + "]";
      // A reader is bound to turn these into blanks in an attribute, and CR LF into LF in a text.
      assertThat(error.getAttribute("message"))
          .isEqualTo(message.replace("\r\n", "\n").replaceAll("[\t\r\n]", " "));
      if (text.chars().anyMatch(c -> c < ' ')) {
        assertThat(error.getTextContent()).isEqualTo(message.replace("\r\n", "\n"));
      }
    }
  }

  @Test
  void markdownHasNoMoreColumnsAndNothingActive() {
    for (String text : NASTY) {
      String md = ExportSamples.only(new MarkdownExport(), input(text));
      assertThat(md.lines().count()).isLessThanOrEqualTo(MarkdownExport.MAX_LINES);
      assertThat(md.codePoints()).noneMatch(c -> (c < 0x20 && c != '\n') || c == 0x202E);
      // What is left outside code spans holds none of the record's text.
      String outside = md.replaceAll("(`+)(?:(?!`).|(?!\\1(?!`))`)*?\\1(?!`)", "");
      assertThat(outside).doesNotContain("<", "@", "somebody", "script", "http");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jmh", "gab", "mllog"})
  void jsonIsReadBack(String format) {
    for (String text : NASTY) {
      for (ExportFile file : Exports.byName(format).orElseThrow().export(input(text))) {
        if (format.equals("mllog")) {
          assertThat(file.content().lines())
              .allSatisfy(line -> {
                assertThat(line).startsWith(":::MLLOG {");
                JsonMapper.shared().readTree(line.substring(":::MLLOG ".length()));
              });
        } else {
          JsonMapper.shared().readTree(file.content());
        }
      }
    }
  }
}
