package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.program.Work;
import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.report.document.Document;
import assay.report.document.Table;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series over nights. */
class TrendTest {
  private static final CellId CELL = SampleRuns.id(Nights.GEMM, "cpu-simd");

  private static RunRecord head(int night) {
    return PastRun.of(Nights.night(night, SampleSystem.number(0), 1).record()).head();
  }

  private static PastRun at(int night, double seconds) {
    return new PastRun(
        head(night), Map.of(CELL, new PastRun.Time(seconds, null, null, null)), 1, 0);
  }

  private static TrendSeries series(double... seconds) {
    List<PastRun> runs = new ArrayList<>();
    for (int i = 0; i < seconds.length; i++) {
      runs.add(at(i, seconds[i]));
    }
    return TrendSeries.of(runs).getFirst();
  }

  /** By hand: logs 0, 1, 2, 3, 4, 5, 6 have the median 3 and absolute deviations of median 2. */
  @Test
  void deviationsAreRobust() {
    double[] seconds = new double[8];
    for (int i = 0; i < 7; i++) {
      seconds[i] = Math.exp(i);
    }
    seconds[7] = Math.exp(9);
    TrendSeries series = series(seconds);
    assertThat(series.usual()).isCloseTo(Math.exp(3), within(1e-9));
    assertThat(series.deviations()).isCloseTo(6 / (1.4826 * 2), within(1e-9));
    assertThat(series.changePercent()).isCloseTo(100 * (Math.exp(6) - 1), within(1e-6));
  }

  @Test
  void tooFewOrEqualValuesHaveNoDeviations() {
    assertThat(series(1, 2, 3, 4, 5, 9).deviations()).isNull();
    assertThat(series(1, 1, 1, 1, 1, 1, 1, 2).deviations()).isNull();
    assertThat(series(1).changePercent()).isNull();
  }

  /** Whether or not its noise is known: a new series, or one whose nights were all alike. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8})
  void aTenfoldSlowerSeriesComesFirstHoweverFewItsNights(int nights) {
    CellId noisy = SampleRuns.id(Nights.GEMM, "cpu-scalar");
    CellId unchanged = SampleRuns.id(Nights.GEMM, "cuda");
    List<PastRun> runs = new ArrayList<>();
    for (int night = 0; night <= 8; night++) {
      Map<CellId, PastRun.Time> times = new HashMap<>();
      times.put(noisy, new PastRun.Time(night == 8 ? 1.05 : 1 + 1e-4 * night, null, null, null));
      times.put(unchanged, new PastRun.Time(1, null, null, null));
      if (night >= 8 - nights) {
        times.put(CELL, new PastRun.Time(night == 8 ? 10 : 1, null, null, null));
      }
      runs.add(new PastRun(head(night), times, 3, 0));
    }
    List<TrendSeries> series = TrendSeries.of(runs);
    assertThat(series).extracting(TrendSeries::id).containsExactly(CELL, noisy, unchanged);
    assertThat(series.get(0).deviations()).isNull();
    assertThat(series.get(1).deviations()).isGreaterThan(50);
  }

  /** A ceiling that has grown with its device; records from before have no work. */
  @Test
  void timesOfOtherWorkAreNotOfTheSeries() {
    List<PastRun> runs = new ArrayList<>();
    Long[] flops = {500L, 500L, null, 1000L, 1000L};
    for (int night = 0; night < flops.length; night++) {
      Work work = flops[night] == null ? null : new Work(flops[night], 8L, null);
      runs.add(
          new PastRun(
              head(night), Map.of(CELL, new PastRun.Time(night + 1, null, null, work)), 1, 0));
    }
    assertThat(TrendSeries.of(runs).getFirst().points())
        .extracting(point -> Objects.requireNonNull(point.time()).median())
        .containsExactly(3.0, 4.0, 5.0);
  }

  @Test
  void aMissingNightIsAGapAndANightOfAnotherSuiteIsNone() {
    PastRun without = new PastRun(head(1), Map.of(), 1, 0);
    assertThat(TrendSeries.of(List.of(at(0, 1), without, at(2, 1))).getFirst().points())
        .extracting(TrendSeries.Point::time)
        .hasSize(3)
        .element(1)
        .isNull();
    RunRecord other = withSuite(head(1), "smoke");
    assertThat(
            TrendSeries.of(List.of(at(0, 1), new PastRun(other, Map.of(), 1, 0), at(2, 1)))
                .getFirst()
                .points())
        .hasSize(2);
  }

  private static RunRecord withSuite(RunRecord run, String suite) {
    return new RunRecord(
        run.schemaVersion(),
        run.runId(),
        run.startedUtc(),
        run.finishedUtc(),
        suite,
        run.seed(),
        run.assay(),
        run.environment(),
        run.plan(),
        run.telemetry(),
        run.cells());
  }

  @Test
  void theSeriesThatStandsOutComesFirstAndSettingsAreMarked() {
    List<PastRun> past = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      SampleSystem system =
          i < 5
              ? SampleSystem.number(0)
              : SampleSystem.number(0).withSettings("6.13.1", "performance");
      past.add(PastRun.of(Nights.night(i, system, 1).record()));
    }
    SampleSystem now = SampleSystem.number(0).withSettings("6.13.1", "performance");
    SampleRun tonight = Nights.night(10, now, 1.1);
    RunHistory history = RunHistory.of(tonight.record(), past, List.of(), 0);
    RunReportInput input =
        new RunReportInput(
            tonight.record(),
            RunState.FINISHED,
            tonight.forks(),
            null,
            List.of(),
            "none",
            List.of(),
            new Baseline.None(Baseline.Why.NOTHING_IN_COMMON),
            history,
            List.of());
    Document page = Nights.page(input);
    Table table = Nights.table(page, "trend-table");
    assertThat(Nights.words(table.rows().getFirst()).get(1)).isEqualTo("cpu-simd · f32");
    double change = ((Table.Cell.Figure) table.rows().getFirst().cells().get(4)).key();
    assertThat(change).isBetween(8.0, 12.0);
    assertThat(Nights.words(table.rows().getFirst())).last().isEqualTo("not judged");
    Table changes = Nights.table(page, "trend-changes");
    assertThat(changes.rows()).hasSize(1);
    assertThat(Nights.words(changes.rows().getFirst()))
        .contains("2026-10-06T02:00:00Z")
        .anyMatch(text -> text.contains("os: Linux 6.12.0 → Linux 6.13.1"));
  }
}
