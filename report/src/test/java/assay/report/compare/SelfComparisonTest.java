package assay.report.compare;

import static assay.report.compare.FixedRun.timed;
import static assay.report.compare.FixedRun.trained;
import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability.Available;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.ForkResult;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.stats.Interval;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of one machine against themselves: what is stated there is false. */
class SelfComparisonTest {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");
  private static final SampleSystem SYSTEM = SampleSystem.number(0);
  private static final CellId GEMM = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");

  private static RunData data(SampleRun run) {
    return RunData.of(run.record(), run.forks());
  }

  @Test
  void halvesOfOneRunDoNotDiffer() {
    SampleRun run = new SampleRuns(SYSTEM, START, 3).forks(24).measured(GEMM, 1).done();
    SelfComparison halves = SelfComparison.of(data(run));
    assertThat(halves.rows().getFirst().cell()).isEqualTo(GEMM);
    assertThat(halves.rows().getFirst().key()).isEqualTo(MetricKey.TIME);
    assertThat(halves.judged()).isEqualTo(halves.rows().size()).isPositive();
    assertThat(halves.different()).isZero();
    assertThat(SelfComparison.of(data(run))).isEqualTo(halves);
  }

  /** Ten forks make five pairs, which have no interval. */
  @Test
  void tooFewPairsAreSaid() {
    SampleRun run = new SampleRuns(SYSTEM, START, 3).forks(11).measured(GEMM, 1).done();
    SelfComparison halves = SelfComparison.of(data(run));
    assertThat(halves.judged()).isZero();
    assertThat(halves.rows().getFirst().estimate().whyNot())
        .isEqualTo("5 forks, an interval needs 6");
  }

  private static SelfComparison halves(ForkResult... forks) {
    return SelfComparison.of(new FixedRun(START).cell(GEMM, forks).data());
  }

  /** What drifts from pair to pair is the same within each. */
  @Test
  void forksAreComparedTwoByTwo() {
    SelfComparison found = halves(timed(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7));
    assertThat(found.rows())
        .containsExactly(
            new SelfComparison.Row(
                GEMM,
                MetricKey.TIME,
                1,
                new Available<>(new Interval(1, 1, 1 - 2.0 / 64)),
                false,
                Verdict.SAME));
    assertThat(found.judged()).isEqualTo(1);
    assertThat(found.alone()).isZero();
  }

  /** Every second fork takes twice as long: dealt out by lot, no half has them all. */
  @Test
  void theHalvesAreDrawnByLot() {
    FixedRun run = new FixedRun(START);
    for (int i = 0; i < 60; i++) {
      run.cell(
          SampleRuns.id("gemm/m=" + (64 + i) + ",n=64,k=64", "cpu-simd"),
          timed(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2));
    }
    SelfComparison found = SelfComparison.of(run.data());
    assertThat(found.judged()).isEqualTo(60);
    assertThat(found.rows()).extracting(SelfComparison.Row::ratio).contains(1.0);
    // Of six lots, all fall the same way once in 32: then the cell differs, taken alone.
    assertThat(found.alone()).isLessThan(8);
    assertThat(found.different()).isZero();
  }

  @Test
  void aForkIsComparedWithTheNextOneOnly() {
    ForkResult hot = excluded(timed(9));
    SelfComparison gaps = halves(timed(1), hot, timed(2), timed(2));
    assertThat(gaps.rows().getFirst().ratio()).isEqualTo(1);
    assertThat(gaps.rows().getFirst().estimate().whyNot()).isEqualTo("1 fork, an interval needs 6");
    SelfComparison none = halves(timed(1), hot, timed(2), hot, timed(3));
    assertThat(none.rows().getFirst().ratio()).isEqualTo(1);
    assertThat(none.rows().getFirst().estimate().whyNot())
        .isEqualTo("no two forks ran one after the other");
    assertThat(none.judged()).isZero();
    assertThat(none.alone()).isZero();
  }

  private static ForkResult excluded(ForkResult fork) {
    return new ForkResult(
        fork.timing(), fork.training(), fork.telemetry(), "thermal throttling", null);
  }

  private static SelfComparison.Row row(boolean alone, Verdict verdict) {
    return new SelfComparison.Row(
        GEMM, MetricKey.TIME, 1, new Available<>(new Interval(1, 1, 0.95)), alone, verdict);
  }

  @Test
  void differencesAreCounted() {
    SelfComparison found =
        new SelfComparison(
            List.of(
                row(true, Verdict.BETTER),
                row(true, Verdict.WORSE),
                row(true, Verdict.NO_DIFFERENCE_SHOWN),
                row(false, Verdict.SAME),
                row(false, Verdict.NO_INTERVAL)));
    assertThat(found.judged()).isEqualTo(4);
    assertThat(found.alone()).isEqualTo(3);
    assertThat(found.different()).isEqualTo(2);
  }

  @Test
  void onlyMeasuredMetricsAboveZeroHaveHalves() {
    SelfComparison found =
        SelfComparison.of(
            new FixedRun(START)
                .cell(FixedRun.TRAINING, trained(0, 0.1, 0.1, 0.1, 0.1, 0.1))
                .cell(
                    new Cell(
                        SampleRuns.id("gemm/m=512,n=512,k=512", "cuda"),
                        null,
                        new Outcome.Unavailable<>("no driver", null)))
                .data());
    assertThat(found.rows())
        .extracting(SelfComparison.Row::key)
        .containsExactly(MetricKey.TIME, MetricKey.TIME_TO_TARGET);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void campaignsKeepTheirLimits(Campaigns.Kind kind) {
    SampleRun run = SampleRuns.of(SYSTEM, START, 40, 7);
    Campaigns campaigns = Campaigns.from(List.of(data(run)), 12);
    assertThat(campaigns.cells()).isEqualTo(20);
    Campaigns.Result result = campaigns.simulate(kind, 1, 100, 5);
    assertThat(result.comparisons()).isEqualTo(2_000);
    assertThat(result.passed()).as("%s", result).isTrue();
    double byForks = result.forksAlone() / 2_000.0;
    if (kind == Campaigns.Kind.ONE_NIGHT) {
      assertThat(byForks).isBetween(0.01, 0.065);
    } else {
      // What forks alone would have said of two nights that differ as much as they do.
      assertThat(byForks).isBetween(0.25, 0.65);
    }
    assertThat(result.alone() == 0).isEqualTo(kind == Campaigns.Kind.UNKNOWN);
    assertThat(campaigns.simulate(kind, 1, 100, 5)).isEqualTo(result);
  }
}
