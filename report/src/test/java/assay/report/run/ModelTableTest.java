package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellId;
import assay.report.document.Document;
import assay.report.document.Table;
import assay.report.render.html.HtmlRenderer;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTableTest {
  private static final CellId ROUTED = SampleRuns.id(Nights.GEMM, "rtl-model");
  private static final CellId NOT_ROUTED = SampleRuns.id("gemm/m=8,n=8,k=8", "rtl-model");

  private static RunReportInput input() {
    SampleRun run =
        new SampleRuns(SampleSystem.number(0), Nights.FIRST, 3)
            .measured(SampleRuns.id(Nights.GEMM, "cpu-simd"), 1)
            .modelled(ROUTED, true)
            .modelled(NOT_ROUTED, false)
            .done();
    return RunReportInput.of(run.record(), run.forks());
  }

  @Test
  void cyclesStandInATableOfTheirOwn() {
    Document page = Nights.page(input());
    Table table = Nights.table(page, "models");
    assertThat(table.rows()).hasSize(2);
    // Groups of digits and units are set apart by spaces that do not break.
    assertThat(Nights.words(table.rows().getFirst()))
        .extracting(word -> word.replaceAll("[\\h\u202F]", " "))
        .contains(Nights.GEMM, "systolic 4x4 int8", "1 048 589", "97.2 MHz", "4349")
        .as("not rounded up to the whole array")
        .contains("15.9998 of 16", "99.999 %");
    assertThat(table.rows().get(1).cells())
        .filteredOn(Table.Cell.Missing.class::isInstance)
        .hasSize(2)
        .allMatch(c -> ((Table.Cell.Missing) c).reason().contains("yosys was not found"));
  }

  @Test
  void amongTheResultsItHasAStatusAndNoFigure() {
    List<String> row =
        Nights.tables(Nights.page(input())).stream()
            .filter(t -> t.anchor().startsWith("results-") && t.anchor().endsWith("-table"))
            .flatMap(t -> t.rows().stream())
            .map(Nights::words)
            .filter(words -> words.get(1).equals("rtl-model · f32"))
            .findFirst()
            .orElseThrow();
    assertThat(row).contains("simulated");
    assertThat(row).noneMatch(cell -> cell.matches(".*[0-9] ?([mµn]?s|[kMGT]?FLOP/s|%)"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void isSaidInEveryLanguage(Language language) {
    String html = new HtmlRenderer().render(RunReport.of(input(), language));
    assertThat(html).contains("systolic 4x4 int8").contains("id=\"models\"");
  }

  @Test
  void aRunWithoutModelsHasNoSuchTable() {
    assertThat(Nights.tables(Nights.page(Nights.everyKind())))
        .noneMatch(table -> table.anchor().equals("models"));
  }
}
