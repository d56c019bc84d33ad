package assay.core.stats;

import static assay.core.stats.StoppingRule.Action.CONTINUE;
import static assay.core.stats.StoppingRule.Action.PRECISION_MET;
import static assay.core.stats.StoppingRule.Action.PRECISION_NOT_MET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppingRuleTest {
  private static final StoppingRule NIGHTLY = new StoppingRule(0.01, 30);

  /** Values spread evenly over 1 ± width. */
  private static double[] spread(int n, double width) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = 1 + width * (2.0 * i / Math.max(1, n - 1) - 1);
    }
    return values;
  }

  @Test
  void stopsAtTheFirstLookWhenNarrow() {
    var decision = NIGHTLY.decide(spread(6, 0.009), false);
    assertThat(decision.action()).isEqualTo(PRECISION_MET);
    assertThat(decision.reason()).isEqualTo("± 0.90 % at 6 forks, target ± 1.00 %");
    assertThat(new StoppingRule(0.005, 30).decide(spread(6, 0.009), false).action())
        .isEqualTo(CONTINUE);
  }

  @Test
  void looksOnlyAtItsCounts() {
    for (int n = 1; n <= 29; n++) {
      boolean look = StoppingRule.LOOKS.contains(n);
      assertThat(NIGHTLY.decide(spread(n, 1e-6), false).stop()).as("%d forks", n).isEqualTo(look);
    }
    assertThat(NIGHTLY.decide(spread(7, 1e-6), false).reason())
        .isEqualTo("7 forks, next check at 10");
    assertThat(NIGHTLY.decide(new double[0], false).action()).isEqualTo(CONTINUE);
  }

  @Test
  void givesUpAtTheMostForks() {
    var decision = NIGHTLY.decide(spread(30, 0.5), false);
    assertThat(decision.action()).isEqualTo(PRECISION_NOT_MET);
    assertThat(decision.reason()).endsWith("no more forks allowed");
    assertThat(new StoppingRule(0.01, 12).decide(spread(12, 1e-6), false).action())
        .isEqualTo(PRECISION_MET);
    assertThat(new StoppingRule(0.01, 3).decide(spread(3, 1e-6), false).reason())
        .isEqualTo("3 forks, an interval needs 6; no more forks allowed");
  }

  @Test
  void saysWhenTheBudgetEndedIt() {
    var wide = NIGHTLY.decide(spread(8, 0.1), true);
    assertThat(wide.action()).isEqualTo(PRECISION_NOT_MET);
    assertThat(wide.reason()).endsWith("the budget is spent");
    assertThat(NIGHTLY.decide(spread(4, 1e-6), true).action()).isEqualTo(PRECISION_NOT_MET);
    assertThat(NIGHTLY.decide(new double[0], true).action()).isEqualTo(PRECISION_NOT_MET);
    assertThat(NIGHTLY.decide(spread(8, 0.001), true).action()).isEqualTo(PRECISION_MET);
  }

  /** Six values whose interval is 0.75 to 1.25 around a median of 1: ± 25 % exactly. */
  @Test
  void theTargetItselfIsPrecisionEnough() {
    double[] quarter = {0.75, 1, 1, 1, 1, 1.25};
    assertThat(new StoppingRule(0.25, 30).decide(quarter, false).action()).isEqualTo(PRECISION_MET);
    assertThat(new StoppingRule(0.2499, 30).decide(quarter, false).action()).isEqualTo(CONTINUE);
  }

  @Test
  void oneForkMayBeAllThatIsAllowed() {
    var decision = new StoppingRule(0.01, 1).decide(new double[] {5}, false);
    assertThat(decision.action()).isEqualTo(PRECISION_NOT_MET);
    assertThat(decision.reason()).isEqualTo("1 fork, an interval needs 6; no more forks allowed");
  }

  /** Beyond the last look, and where the maximum lies before the next one, the maximum is next. */
  @Test
  void theMostForksAreTheLastCheck() {
    assertThat(new StoppingRule(0.01, 40).decide(spread(31, 1e-6), false))
        .isEqualTo(new StoppingRule.Decision(CONTINUE, "31 forks, next check at 40"));
    assertThat(new StoppingRule(0.01, 12).decide(spread(11, 1e-6), false))
        .isEqualTo(new StoppingRule.Decision(CONTINUE, "11 forks, next check at 12"));
    assertThat(new StoppingRule(0.01, 12).decide(spread(1, 1e-6), false).reason())
        .isEqualTo("1 fork, next check at 6");
  }

  @Test
  void anEstimateMeetsTheTargetByItsRelativeHalfWidth() {
    Availability<Interval> interval = new Available<>(new Interval(3, 5, 0.95));
    assertThat(StoppingRule.met(interval, 4, 0.25)).isTrue();
    assertThat(StoppingRule.met(interval, 4, 0.2499)).isFalse();
    assertThat(StoppingRule.met(interval, 8, 0.125)).isTrue();
    assertThat(StoppingRule.met(new Unavailable<>("too few"), 4, 0.25)).isFalse();
  }

  @Test
  void aRelativeWidthAroundZeroMeetsNothing() {
    Availability<Interval> interval = new Available<>(new Interval(-1, 1, 0.95));
    assertThat(StoppingRule.met(interval, 0, 0.99)).isFalse();
    assertThat(StoppingRule.met(interval, -4, 0.99)).isFalse();
  }

  @Test
  void refusesNonsense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(0, 30));
    assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(1, 30));
    assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(Double.NaN, 30));
    assertThatIllegalArgumentException().isThrownBy(() -> new StoppingRule(0.01, 0));
  }

  /**
   * Stopping when the forks happen to lie close together costs some of the level. Measured here
   * against a target of 1 %: 96.6, 96.4, 94.8, 93.2 and 93.8 % at a spread of 0.3, 0.5, 1, 1.5 and
   * 2 %; worst where the width is a toss-up at every look.
   */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {0.003, 0.005, 0.01, 0.015, 0.02})
  void coverageAfterStoppingStaysNearItsLevel(double sigma) {
    SplittableRandom random = new SplittableRandom(31);
    int trials = 5_000;
    int hits = 0;
    for (int t = 0; t < trials; t++) {
      double[] medians = Quantiles.medians(Simulation.forks(random, 30, 1, sigma, false));
      int n = 1;
      while (!NIGHTLY.decide(Arrays.copyOf(medians, n), false).stop()) {
        n++;
      }
      Interval interval = MedianInterval.of(Arrays.copyOf(medians, n)).toOptional().orElseThrow();
      hits += interval.contains(Simulation.TRUE_MEDIAN) ? 1 : 0;
    }
    assertThat(hits / (double) trials).as("coverage at σ = %s", sigma).isBetween(0.92, 0.985);
  }
}
