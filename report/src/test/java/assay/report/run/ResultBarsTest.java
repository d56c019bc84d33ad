package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Telemetry;
import assay.core.record.Verification;
import assay.core.testing.Metrics;
import assay.report.document.Figure;
import assay.report.text.Language;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the title over the bars claims. */
class ResultBarsTest {
  private static Cell cell(String workload, String target, double low, double high) {
    return cell(workload, target, new Metric("s", (low + high) / 2, low, high, 30, 6, true, null));
  }

  private static Cell cell(String workload, String target, Metric time) {
    return new Cell(
        new CellId(workload, target, "f32"),
        null,
        new Outcome.Measured<>(
            new Device.Hardware("CPU", Map.of()),
            null,
            Verification.passed("entrywise", 1, 0.25, 4096),
            new CellResult(
                Metrics.of(Map.of(MetricKey.TIME, time), Map.of()),
                Map.of(),
                Telemetry.missing("no source"),
                null)));
  }

  private static String title(Cell... cells) {
    RunPage page = new RunPage(Language.EN, Set.of("a", "b", "c"));
    Figure figure =
        (Figure) new ResultBars(page).of("results-gemm", "gemm", List.of(cells)).getFirst();
    return figure.title();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 2.1, 3, gemm: a leads in 1 of 1 workloads (intervals do not overlap)",
    "2.1, 3, 1, 2, gemm: b leads in 1 of 1 workloads (intervals do not overlap)",
    "1, 2, 1.9, 3, gemm: no target is clearly ahead (workloads compared: 1)"
  })
  void namesALeaderOnlyWhereIntervalsLieApart(
      double aLow, double aHigh, double bLow, double bHigh, String title) {
    assertThat(title(cell("gemm/1", "a", aLow, aHigh), cell("gemm/1", "b", bLow, bHigh)))
        .isEqualTo(title);
  }

  @Test
  void withoutAnIntervalNoTargetLeads() {
    Metric bare = new Metric("s", 0.1, null, null, 3, 1, false, "1 fork");
    assertThat(title(cell("gemm/1", "a", bare), cell("gemm/1", "b", 2, 3)))
        .isEqualTo("gemm: no target is clearly ahead (workloads compared: 1)");
  }

  @Test
  void aWorkloadOfOneTargetIsNoContest() {
    assertThat(title(cell("gemm/1", "a", 1, 2))).isEqualTo("Execution time of gemm");
    assertThat(
            title(
                cell("gemm/1", "a", 1, 2),
                cell("gemm/2", "a", 1, 2),
                cell("gemm/2", "b", 4, 5),
                cell("gemm/2", "c", 1.5, 5)))
        .isEqualTo("gemm: no target is clearly ahead (workloads compared: 1)");
  }
}
