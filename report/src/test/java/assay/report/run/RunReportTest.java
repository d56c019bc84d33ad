package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.render.html.HtmlRenderer;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a run that has a cell of every kind. */
class RunReportTest {
  @ParameterizedTest
  @EnumSource(Language.class)
  void hasItsSectionsInEveryLanguage(Language language) {
    Document page = RunReport.of(Nights.everyKind(), language);
    assertThat(page.sections().stream().map(Section::anchor))
        .containsExactly(
            "summary",
            "results",
            "changes",
            "trend",
            "spread",
            "training",
            "health",
            "environment");
    String html = new HtmlRenderer().render(page);
    String text = html.substring(html.indexOf("<main"), html.indexOf("<script>"));
    for (String left : List.of("{0}", "{1}", "null", "NaN", "Infinity")) {
      assertThat(text.contains(left)).as("the page holds '%s'", left).isFalse();
    }
  }

  @Test
  void isTheSameBytesUnderAnotherLocaleAndZone() {
    String first = Nights.html(Nights.everyKind());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(Nights.html(Nights.everyKind())).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void listsEveryCellOnceWithItsStatus() {
    RunReportInput input = Nights.everyKind();
    Document page = Nights.page(input);
    List<List<String>> rows =
        Nights.tables(page).stream()
            .filter(t -> t.anchor().startsWith("results-") && t.anchor().endsWith("-table"))
            .flatMap(t -> t.rows().stream())
            .map(Nights::words)
            .toList();
    assertThat(rows).hasSameSizeAs(input.run().cells());
    input
        .run()
        .cells()
        .forEach(cell -> {
          String status =
              switch (cell.outcome()) {
                case Outcome.Measured<CellResult> _ -> "measured";
                case Outcome.Verified<CellResult> _ -> "emulated";
                case Outcome.Modelled<CellResult> _ -> "simulated";
                case Outcome.Invalid<CellResult> _ -> "invalid";
                case Outcome.Failed<CellResult> _ -> "failed";
                case Outcome.TimedOut<CellResult> _ -> "timed out";
                case Outcome.Unavailable<CellResult> _ -> "unavailable";
                case Outcome.Unsupported<CellResult> _ -> "unsupported";
              };
          assertThat(rows)
              .as("%s", cell.id())
              .anyMatch(row ->
                  row.get(0).equals(cell.id().workload())
                      && row.get(1).equals(cell.id().target() + " · f32")
                      && row.get(2).equals(status));
        });
  }

  @Test
  void saysWhyACellHasNoFiguresAndWhatHelps() {
    Document page = Nights.page(Nights.everyKind());
    assertThat(Nights.words(Nights.table(page, "unavailable").rows().getFirst()))
        .containsExactly("cuda", "1", "no NVIDIA driver", "install one");
    Table bad = Nights.table(page, "bad");
    assertThat(bad.rows()).hasSize(3);
    assertThat(Nights.words(bad.rows().getFirst()))
        .contains("invalid")
        .anyMatch(text -> text.contains("expected 1.5, actual 1.75"))
        .anyMatch(text -> text.contains("./assay run --suite nightly -w 'conv/"));
  }

  @Test
  void neverDrawsWhatWasNotMeasuredOnHardware() {
    List<String> charts = Nights.charts(Nights.html(Nights.everyKind()));
    assertThat(charts).hasSizeGreaterThan(10);
    assertThat(charts).noneMatch(svg -> svg.contains("opencl-fpga") || svg.contains("cuda"));
    assertThat(charts).anyMatch(svg -> svg.contains("cpu-simd"));
  }

  @Test
  void marksEnergyThatAnotherMachineStoodFor() {
    Document page = Nights.page(Nights.everyKind());
    Table gemm = Nights.table(page, "results-gemm-table");
    Table.Row row =
        gemm.rows().stream()
            .filter(r -> Nights.words(r).contains("gemm/m=512,n=512,k=512"))
            .findFirst()
            .orElseThrow();
    assertThat(row.cells())
        .filteredOn(Table.Cell.Figure.class::isInstance)
        .map(Table.Cell.Figure.class::cast)
        .filteredOn(f -> f.detail() != null && f.detail().contains(SampleRuns.STAND_IN))
        .hasSize(2);
  }

  @Test
  void aRunAloneSaysThatThereIsNothingToCompareWith() {
    Document page = Nights.page(Nights.everyKind());
    assertThat(sentence(page, "changes")).contains("no earlier run is stored");
    assertThat(sentence(page, "trend")).contains("There is no trend");
    assertThat(sentence(page, "health")).contains("the run has no telemetry.jsonl");
  }

  @Test
  void withoutForksTheSpreadSaysSo() {
    RunReportInput input = Nights.everyKind();
    RunReportInput without =
        new RunReportInput(
            input.run(),
            input.state(),
            List.of(),
            "the run has no forks.jsonl",
            input.telemetry(),
            input.noTelemetry(),
            input.lost(),
            input.baseline(),
            input.history(),
            input.raw());
    assertThat(sentence(Nights.page(without), "spread")).contains("the run has no forks.jsonl");
  }

  /** A single fork has no spread between forks: nothing, and not 0 %. */
  @Test
  void aSingleForkHasNoSpreadBetweenForks() {
    SampleRuns one = new SampleRuns(SampleSystem.number(0), Nights.FIRST, 3).forks(1);
    SampleRun run = one.measured(SampleRuns.id(Nights.GEMM, "cpu-simd"), 1).done();
    Document page = Nights.page(RunReportInput.of(run.record(), run.forks()));
    Table.Row row = Nights.table(page, "spread-table").rows().getFirst();
    assertThat(row.cells().get(5)).isInstanceOf(Table.Cell.Missing.class);
    assertThat(row.cells().get(6)).isInstanceOf(Table.Cell.Figure.class);
  }

  @Test
  void aRunWithoutCellsStillHasAPage() {
    SampleRun empty = new SampleRuns(SampleSystem.number(0), Nights.FIRST, 3).done();
    String html = Nights.html(RunReportInput.of(empty.record(), empty.forks()));
    assertThat(html).contains("The run has no cells");
  }

  @Test
  void escapesWhatARecordSays() {
    RunReportInput input = Nights.everyKind();
    RunRecord hostile = Nights.withHost(input.run(), "<script>alert(1)</script>\u202eevil");
    String html = Nights.html(RunReportInput.of(hostile, input.forks()));
    assertThat(html)
        .doesNotContain("<script>alert")
        .doesNotContain("\u202e")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  private static String sentence(Document page, String anchor) {
    Section section =
        page.sections().stream().filter(s -> s.anchor().equals(anchor)).findFirst().orElseThrow();
    assertThat(section.blocks().getFirst()).isInstanceOf(Block.Paragraph.class);
    return assay.report.document.Inline.plain(
        ((Block.Paragraph) section.blocks().getFirst()).runs());
  }
}
