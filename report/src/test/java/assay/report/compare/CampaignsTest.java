package assay.report.compare;

import static assay.report.compare.FixedRun.FIRST;
import static assay.report.compare.FixedRun.timed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.CellId;
import assay.report.testing.SampleRuns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Simulated comparisons of which the result is known. */
class CampaignsTest {
  private static CellId cell(int number) {
    return SampleRuns.id("gemm/m=" + number + ",n=64,k=64", "cpu-simd");
  }

  /** Forks that lie as far above as below 0.3 s; their logarithms deviate by s·√1.2. */
  private static double[] around(double s) {
    double up = 0.3 * Math.exp(s);
    double down = 0.3 * Math.exp(-s);
    return new double[] {up, down, up, down, up, down};
  }

  private static Campaigns campaigns(double... spreads) {
    FixedRun run = new FixedRun(FIRST);
    for (int i = 0; i < spreads.length; i++) {
      run.cell(cell(64 + i), timed(around(spreads[i])));
    }
    return Campaigns.from(List.of(run.data()), 6);
  }

  /** 5 % of 1,900 is 95, its standard error 9.5; of 19 it is 0.95 ± 0.95. */
  @ParameterizedTest
  @CsvSource({"113, 2, true", "115, 2, false", "113, 3, false", "0, 0, true"})
  void aLimitIsTwoStandardErrorsAboveFivePercent(long alone, int withAny, boolean passed) {
    Campaigns.Result result =
        new Campaigns.Result(Campaigns.Kind.ONE_NIGHT, 1, 1_900, 0, alone, 19, withAny, 0);
    assertThat(result.aloneLimit()).isEqualTo(0.06, within(1e-12));
    assertThat(result.anyLimit()).isEqualTo(0.15, within(1e-12));
    assertThat(result.passed()).isEqualTo(passed);
  }

  @Test
  void sigmaIsTheMedianOfTheCells() {
    Campaigns campaigns = campaigns(0.09, 0.01, 0.02);
    assertThat(campaigns.cells()).isEqualTo(3);
    assertThat(campaigns.sigma()).isEqualTo(0.02 * Math.sqrt(1.2), within(1e-12));
  }

  @Test
  void aCellNeedsSixForks() {
    FixedRun run =
        new FixedRun(FIRST)
            .cell(cell(64), timed(around(0.01)))
            .cell(cell(65), timed(1, 1, 1, 1, 1));
    assertThat(Campaigns.from(List.of(run.data()), 6).cells()).isEqualTo(1);
    RunData few = new FixedRun(FIRST).cell(cell(65), timed(1, 1, 1, 1, 1)).data();
    assertThatThrownBy(() -> Campaigns.from(List.of(few), 6))
        .isInstanceOf(ComparisonException.class)
        .hasMessage("no cell of these runs has 6 forks to draw from");
  }

  /** Forks that hardly scatter are within 1 % of each other, and no 0.1 % apart. */
  @ParameterizedTest
  @EnumSource
  void quietForksAreTheSame(Campaigns.Kind kind) {
    Campaigns.Result result = campaigns(1e-5, 1e-5).simulate(kind, 1, 50, 3);
    assertThat(result)
        .isEqualTo(
            new Campaigns.Result(
                kind, 1, 100, 0, 0, 50, 0, kind == Campaigns.Kind.UNKNOWN ? 0 : 100));
  }

  /**
   * Nights that differ by a thousand times the forks' scatter: forks alone find a difference nearly
   * every time, and with the nights' variation stated, hardly ever. Those of one night do not
   * differ.
   */
  @Test
  void nightsThatDifferMuchAreNoDifferenceIfThatIsKnown() {
    Campaigns campaigns = campaigns(1e-4, 1e-4);
    Campaigns.Result stated = campaigns.simulate(Campaigns.Kind.STATED, 1_000, 100, 3);
    assertThat(stated.forksAlone()).isGreaterThan(190);
    // Chance makes 10 of 200 and 5 of 100.
    assertThat(stated.alone()).isBetween(1L, 24L);
    assertThat(stated.withAny()).isBetween(1, 15);
    assertThat(stated.same()).isZero();
    Campaigns.Result night = campaigns.simulate(Campaigns.Kind.ONE_NIGHT, 1_000, 100, 3);
    assertThat(night.same()).isEqualTo(200);
    assertThat(night.forksAlone()).isZero();
    assertThat(night.nightsOverForks()).isEqualTo(1_000);
  }
}
