package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Equivalence;
import assay.core.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ForkRatioTest {
  private static double[] around(double centre, double sigma, int n, RandomGenerator random) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = centre * Math.exp(sigma * random.nextGaussian());
    }
    return values;
  }

  private static Verdict alone(ForkRatio ratio) {
    return Judge.of(new Nights.One(), List.of(ratio)).verdict(ratio);
  }

  /** Counters without noise that differ in the ninth digit are the same, whatever the ranks say. */
  @Test
  void aDifferenceOfNothingIsNone() {
    double[] base = {1, 1, 1, 1, 1, 1};
    double[] other = {1, 1, 1, 1, 1, 1};
    for (int i = 0; i < 6; i++) {
      other[i] += 1e-9;
    }
    ForkRatio ratio = ForkRatio.independent(other, base, 0);
    assertThat(Objects.requireNonNull(ratio.evidence()).p()).isLessThan(0.003);
    assertThat(alone(ratio)).isEqualTo(Verdict.SAME);
    double[] slower = {1.002, 1.002, 1.002, 1.002, 1.002, 1.002};
    assertThat(alone(ForkRatio.independent(base, slower, 0))).isEqualTo(Verdict.WORSE);
  }

  /**
   * Six noisy forks against thirty quiet ones: by ranks of all, 16 % of unchanged cells would be
   * different. Six against the first six are, as often as it says, 5 % at most.
   */
  @Test
  void unequalNumbersOfForksAreMadeEqual() {
    RandomGenerator random = new SplittableRandom(5);
    int different = 0;
    for (int t = 0; t < 2_000; t++) {
      ForkRatio ratio =
          ForkRatio.independent(around(1, 0.04, 6, random), around(1, 0.01, 30, random), 0);
      assertThat(ForkRatio.used(ratio, 6, 30))
          .isEqualTo("of the first 6 forks of each run (they have 6 and 30)");
      different += Objects.requireNonNull(ratio.evidence()).p() <= 0.05 ? 1 : 0;
    }
    assertThat(different / 2_000.0).isLessThan(0.08);
    assertThat(ForkRatio.used(ForkRatio.independent(new double[] {1}, new double[] {2}, 0), 1, 1))
        .isNull();
  }

  @Test
  void equalityIsShownWithEnoughForksAndElseTheirNumberIsGiven() {
    RandomGenerator random = new SplittableRandom(8);
    double[] sixty = around(1, 0.01, 60, random);
    assertThat(alone(ForkRatio.independent(sixty, sixty, 0))).isEqualTo(Verdict.SAME);
    double[] six = {0.95, 0.97, 0.99, 1.01, 1.03, 1.05};
    ForkRatio few = ForkRatio.independent(six, six, 0);
    assertThat(alone(few)).isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    // 17.94 at σ = 1 %, and σ² is 14.1 times as large: 0.00141 of the logarithms.
    assertThat(Objects.requireNonNull(few.evidence()).forksForSame()).isBetween(250, 256);
  }

  /** What forks do not show widens the interval and p alike: at its end, p is 5 %. */
  @Test
  void uncertaintyCountsInBoth() {
    double[] base = {1, 1, 1, 1, 1, 1};
    double[] other = {0.98, 0.98, 0.98, 0.98, 0.98, 0.98};
    ForkRatio sure = ForkRatio.independent(base, other, 0);
    ForkRatio unsure = ForkRatio.independent(base, other, 0.03);
    assertThat(alone(sure)).isEqualTo(Verdict.BETTER);
    assertThat(alone(unsure)).isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    Interval interval = unsure.estimate().toOptional().orElseThrow();
    assertThat(interval.high() / unsure.ratio()).isEqualTo(Math.exp(0.03), within(1e-9));
    double edge = Math.log(1 / 0.98);
    ForkRatio ends = ForkRatio.independent(base, other, edge);
    assertThat(Objects.requireNonNull(ends.evidence()).p()).isEqualTo(0.05, within(1e-9));
  }

  @Test
  void pairsThatMoveTogetherAreComparedPairByPair() {
    double[] base = {1, 2, 3, 4, 5, 6};
    double[] other = {0.9, 1.8, 2.7, 3.6, 4.5, 5.4};
    assertThat(alone(ForkRatio.independent(base, other, 0))).isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    ForkRatio paired = ForkRatio.paired(base, other, 0);
    assertThat(paired.ratio()).isEqualTo(1 / 0.9, within(1e-12));
    assertThat(alone(paired)).isEqualTo(Verdict.BETTER);
    assertThat(ForkRatio.paired(new double[] {2, 2}, new double[] {1, 1}, 0).estimate())
        .isEqualTo(new Unavailable<>("2 forks, an interval needs 6"));
  }

  /** Forty cells that do not differ: one in twenty by p alone, none taken together. */
  @Test
  @Tag("slow")
  void manyCellsAreJudgedTogether() {
    RandomGenerator random = new SplittableRandom(12);
    int alone = 0;
    int withAny = 0;
    for (int t = 0; t < 300; t++) {
      List<ForkRatio> ratios = new ArrayList<>();
      for (int c = 0; c < 40; c++) {
        ratios.add(
            ForkRatio.independent(around(1, 0.02, 12, random), around(1, 0.02, 12, random), 0));
      }
      Judge judge = Judge.of(new Nights.One(), ratios);
      alone +=
          (int)
              ratios.stream()
                  .filter(r -> alone(r) == Verdict.BETTER || alone(r) == Verdict.WORSE)
                  .count();
      withAny +=
          ratios.stream()
                  .map(judge::verdict)
                  .anyMatch(v -> v == Verdict.BETTER || v == Verdict.WORSE)
              ? 1
              : 0;
    }
    assertThat(alone / 12_000.0).isBetween(0.03, 0.056);
    assertThat(withAny / 300.0).isLessThan(0.05 + 2 * 0.0126);
  }

  @Test
  void fewForksAmongManyCellsAreSaidToBeTooFew() {
    RandomGenerator random = new SplittableRandom(2);
    List<ForkRatio> ratios = new ArrayList<>();
    for (int c = 0; c < 40; c++) {
      ratios.add(ForkRatio.independent(around(1, 0.02, 6, random), around(1, 0.02, 6, random), 0));
    }
    assertThat(Judge.of(new Nights.One(), ratios).tooFew(ratios))
        .contains(
            "40 of 40 ratios have too few forks to be singled out: their p-values are 0.0022 at best,"
                + " and a lone difference among 40 needs 0.0013");
    assertThat(Judge.of(new Nights.One(), ratios.subList(0, 20)).tooFew(ratios.subList(0, 20)))
        .isEmpty();
    assertThat(Judge.of(new Nights.Unknown(null), ratios).tooFew(ratios)).isEmpty();
  }

  private static ForkRatio.Evidence evidence(ForkRatio ratio) {
    return Objects.requireNonNull(ratio.evidence());
  }

  /** Three forks at e^s and three at e^−s deviate by s·√1.2. */
  private static double[] apart(double s) {
    double up = Math.exp(s);
    double down = Math.exp(-s);
    return new double[] {up, up, up, down, down, down};
  }

  /** Both runs' variances are pooled, and nights add to them. */
  @Test
  void forksForAVerdictFollowFromTheScatterOfBothRuns() {
    double[] quiet = {1, 1, 1, 1, 1, 1};
    double pooled = Math.sqrt((0.06 * 0.06 * 1.2 + 0.03 * 0.03 * 1.2) / 2);
    assertThat(evidence(ForkRatio.independent(apart(0.06), apart(0.03), 0)).forksForSame())
        .isEqualTo(Equivalence.valuesNeeded(pooled, 0.01));
    // k = 2 of a ratio: each side has the part ÷ √2.
    double nights = 0.08 / 2 / Math.sqrt(2);
    assertThat(evidence(ForkRatio.independent(quiet, quiet, 0.08)).forksForSame())
        .isEqualTo(Equivalence.valuesNeeded(nights, 0.01));
    assertThat(evidence(ForkRatio.independent(apart(0.06), apart(0.03), 0.08)).forksForSame())
        .isEqualTo(Equivalence.valuesNeeded(Math.hypot(pooled, nights), 0.01));
    // A difference of two values has twice the variance of one.
    assertThat(evidence(ForkRatio.paired(apart(0.06), quiet, 0)).forksForSame())
        .isEqualTo(Equivalence.valuesNeeded(0.06 * Math.sqrt(1.2 / 2), 0.01));
  }

  /** Equality is shown by the 90 % interval: here ± 1.645 ÷ 2 of the uncertainty, and ± 1 %. */
  @Test
  void equalityNeedsTheNarrowerIntervalWithinOnePercent() {
    double[] ones = {1, 1, 1, 1, 1, 1};
    double limit = Math.log(1.01) / 1.6448536269514722 * 2;
    assertThat(evidence(ForkRatio.independent(ones, ones, 0.999 * limit)).same()).isTrue();
    assertThat(evidence(ForkRatio.independent(ones, ones, 1.001 * limit)).same()).isFalse();
  }

  /** Turned round, a ratio is as certain, and p is never below that of the ranks. */
  @Test
  void theReciprocalIsAsCertain() {
    double[] base = {1, 1, 1, 1, 1, 1};
    double[] other = {0.98, 0.98, 0.98, 0.98, 0.98, 0.98};
    for (double uncertainty : new double[] {0.001, 0.01, Math.log(1 / 0.98), 0.04}) {
      ForkRatio above = ForkRatio.independent(base, other, uncertainty);
      ForkRatio below = ForkRatio.independent(other, base, uncertainty);
      assertThat(above.ratio() * below.ratio()).isEqualTo(1, within(1e-12));
      assertThat(evidence(above).p()).isEqualTo(evidence(below).p(), within(1e-9));
      assertThat(evidence(above).p()).isGreaterThanOrEqualTo(2.0 / 924);
    }
    assertThat(evidence(ForkRatio.independent(base, other, 0.001)).p())
        .isEqualTo(2.0 / 924, within(1e-12));
    // Half as wide again: z = 1.96 ÷ 2.
    double twice = 2 * Math.log(1 / 0.98);
    assertThat(evidence(ForkRatio.independent(base, other, twice)).p())
        .isEqualTo(0.3271, within(1e-4));
    assertThat(evidence(ForkRatio.independent(other, base, twice)).p())
        .isEqualTo(0.3271, within(1e-4));
  }

  /** The half of the interval that faces 1 decides, here the shorter one. */
  @Test
  void pIsFivePercentWhereTheIntervalEndsAtOne() {
    double[] base = {1, 1, 1, 1, 1, 1};
    double[] other = {1.03, 1.03, 1.03, 1.04, 1.3, 1.6};
    ForkRatio sure = ForkRatio.independent(other, base, 0);
    double low = sure.estimate().toOptional().orElseThrow().low();
    // √(ln(ratio ÷ low)² + u²) = ln ratio where the widened interval ends at 1.
    double log = Math.log(sure.ratio());
    double part = Math.log(sure.ratio() / low);
    double u = Math.sqrt(log * log - part * part);
    assertThat(evidence(ForkRatio.independent(other, base, u)).p()).isEqualTo(0.05, within(1e-9));
    assertThat(evidence(ForkRatio.independent(base, other, u)).p()).isEqualTo(0.05, within(1e-9));
  }

  @Test
  void aHundredForksAreComparedAtMost() {
    double[] many = new double[101];
    Arrays.fill(many, 2);
    many[100] = 1_000;
    double[] ones = new double[101];
    Arrays.fill(ones, 1);
    for (ForkRatio ratio :
        List.of(ForkRatio.independent(many, ones, 0), ForkRatio.paired(many, ones, 0))) {
      assertThat(ratio.ratio()).isEqualTo(2, within(1e-12));
      assertThat(evidence(ratio).used()).isEqualTo(100);
      assertThat(ForkRatio.used(ratio, 101, 101))
          .isEqualTo("of the first 100 forks of each run (they have 101 and 101)");
      assertThat(ForkRatio.used(ratio, 100, 100)).isNull();
      assertThat(ForkRatio.used(ratio, 100, 101)).isNotNull();
      assertThat(ForkRatio.used(ratio, 101, 100)).isNotNull();
    }
  }

  @Test
  void fiveForksHaveTheRatioOfTheirMedians() {
    double[] over = {1, 8, 3, 2, 9};
    double[] under = {6, 6, 1, 7, 5, 9};
    ForkRatio ratio = ForkRatio.independent(over, under, 0);
    assertThat(ratio.ratio()).isEqualTo(0.5);
    assertThat(ratio.estimate().whyNot()).isEqualTo("5 forks, an interval needs 6");
    assertThat(ForkRatio.independent(under, over, 0).ratio()).isEqualTo(2);
    ForkRatio paired = ForkRatio.paired(over, new double[] {6, 6, 1, 7, 9}, 0);
    assertThat(paired.ratio()).isEqualTo(0.5);
    assertThat(paired.evidence()).isNull();
    assertThat(ForkRatio.paired(new double[] {1, 1, 1, 1, 1, 1}, under, 0).evidence()).isNotNull();
  }

  @Test
  void aRatioNeedsValuesAboveZero() {
    double[] ones = {1, 1, 1, 1, 1, 1};
    double[] zero = {1, 1, 1, 0, 1, 1};
    assertThatThrownBy(() -> ForkRatio.independent(ones, zero, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a ratio needs values above 0, not 0.0");
  }
}
