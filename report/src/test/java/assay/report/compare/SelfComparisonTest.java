package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.List;
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

  @ParameterizedTest
  @EnumSource
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
      assertThat(byForks).isGreaterThan(0.25);
    }
    assertThat(result.alone() == 0).isEqualTo(kind == Campaigns.Kind.UNKNOWN);
    assertThat(campaigns.simulate(kind, 1, 100, 5)).isEqualTo(result);
  }
}
