package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellId;
import assay.core.record.RunState;
import assay.report.document.Document;
import assay.report.document.Table;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run against another, and the commands that measure again. */
class ChangesTest {
  private static Document against(SampleRun base, SampleRun tonight) {
    return Nights.page(
        new RunReportInput(
            tonight.record(),
            RunState.FINISHED,
            tonight.forks(),
            null,
            List.of(),
            "none",
            List.of(),
            new Baseline.Found(
                RunReportInput.of(base.record(), base.forks()).data(), Baseline.Choice.GIVEN),
            RunHistory.none(),
            List.of()));
  }

  @Test
  void theClearestChangeComesFirstWithItsCommand() {
    SampleRun base = Nights.night(0, SampleSystem.number(0), 1);
    SampleRun tonight = Nights.night(1, SampleSystem.number(0), 1.05);
    Table table = Nights.table(against(base, tonight), "changes-table");
    List<String> first = Nights.words(table.rows().getFirst());
    assertThat(first)
        .startsWith(Nights.GEMM, "cpu-simd · f32")
        .contains("not judged")
        .last()
        .isEqualTo(
            "./assay run --suite nightly -w 'gemm/m=256,n=256,k=256' -t cpu-simd -p f32"
                + " --seed 42 --threads 16 --max-forks 30");
    double ratio = ((Table.Cell.Figure) table.rows().getFirst().cells().get(3)).key();
    assertThat(ratio).isBetween(1 / 1.07, 1 / 1.03);
    List<Double> signals =
        table.rows().stream()
            .map(row -> row.cells().get(4))
            .filter(Table.Cell.Figure.class::isInstance)
            .map(cell -> ((Table.Cell.Figure) cell).key())
            .toList();
    assertThat(signals).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  /** Three forks give no interval, hence no signal; that must not hide the largest change. */
  @Test
  void aTenfoldSlowerCellWithoutAnIntervalComesFirst() {
    SampleSystem system = SampleSystem.number(0);
    CellId slow = SampleRuns.id("gemm/m=128,n=128,k=128", "cpu-simd");
    CellId alike = SampleRuns.id("gemm/m=64,n=64,k=64", "cpu-simd");
    CellId clear = SampleRuns.id(Nights.GEMM, "cpu-simd");
    SampleRun base =
        new SampleRuns(system, Nights.FIRST, 1)
            .measured(clear, 1)
            .forks(3)
            .measured(alike, 1)
            .measured(slow, 1)
            .done();
    SampleRun tonight =
        new SampleRuns(system, Nights.FIRST.plusSeconds(86400), 2)
            .measured(clear, 1.05)
            .forks(3)
            .measured(alike, 1)
            .measured(slow, 10)
            .done();
    List<List<String>> times =
        Nights.table(against(base, tonight), "changes-table").rows().stream()
            .map(Nights::words)
            .filter(row -> row.get(2).equals("time"))
            .toList();
    assertThat(times)
        .extracting(List::getFirst)
        .containsExactly(slow.workload(), clear.workload(), alike.workload());
  }

  @Test
  void runsOfDifferentMachinesAreSaidToBeThat() {
    SampleRun base = Nights.night(0, SampleSystem.number(0), 1);
    SampleRun tonight = Nights.night(1, SampleSystem.number(3), 1);
    String html = new assay.report.render.html.HtmlRenderer().render(against(base, tonight));
    assertThat(html).contains("Not comparable: different machines");
  }
}
