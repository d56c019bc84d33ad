package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Unavailable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HodgesLehmannTest {
  private static double[] normal(RandomGenerator random, int n, double mean) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = mean + random.nextGaussian();
    }
    return values;
  }

  /** P(U ≤ c − 1) from tables: Hollander, Wolfe and Chicken, table A.6; C(12, 6) = 924. */
  @Test
  void ranksOfTwoSamplesAreThoseOfTheTables() {
    double[] six = RankDistribution.twoSamples(6, 6);
    assertThat(six[0]).isEqualTo(1.0 / 924, within(1e-15));
    assertThat(six[5]).isEqualTo(19.0 / 924, within(1e-14));
    assertThat(six[36]).isEqualTo(1, within(1e-13));
    assertThat(RankDistribution.twoSamples(3, 2))
        .containsExactly(new double[] {0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1}, within(1e-15));
    assertThat(RankDistribution.twoSamples(2, 3)).isEqualTo(RankDistribution.twoSamples(3, 2));
  }

  @Test
  void signedRanksAreThoseOfTheTables() {
    assertThat(RankDistribution.signedRank(3))
        .containsExactly(new double[] {0.125, 0.25, 0.375, 0.625, 0.75, 0.875, 1}, within(1e-15));
    // The critical value of n = 10 at 5 %, two-sided, is 8.
    assertThat(2 * RankDistribution.signedRank(10)[8]).isEqualTo(0.048828125, within(1e-14));
    assertThat(2 * RankDistribution.signedRank(10)[9]).isGreaterThan(0.05);
  }

  @Test
  void distributionsAreSymmetricAndComplete() {
    for (double[] below :
        new double[][] {
          RankDistribution.twoSamples(100, 100),
          RankDistribution.twoSamples(7, 30),
          RankDistribution.signedRank(100)
        }) {
      int last = below.length - 1;
      assertThat(below[last]).isEqualTo(1, within(1e-12));
      for (int i : new int[] {0, 1, last / 3, last / 2}) {
        assertThat(below[i] + (last == i ? 0 : below[last - i - 1])).isEqualTo(1, within(1e-12));
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> RankDistribution.twoSamples(101, 6));
    assertThatIllegalArgumentException().isThrownBy(() -> RankDistribution.signedRank(0));
  }

  /** Another implementation of the two tests, exact too. */
  @ParameterizedTest
  @CsvSource({"6, 6", "5, 9", "12, 12", "20, 15"})
  void pValuesAgreeWithAnotherImplementation(int m, int n) {
    SplittableRandom random = new SplittableRandom(17L * m + n);
    for (int t = 0; t < 40; t++) {
      double[] a = normal(random, m, 0.1 * t / 4);
      double[] b = normal(random, n, 0);
      double expected =
          MannWhitneyUTest.withDefaults().with(PValueMethod.EXACT).test(a, b).getPValue();
      assertThat(HodgesLehmann.independent(a, b).p()).isEqualTo(expected, within(1e-10));
      double paired =
          WilcoxonSignedRankTest.withDefaults().with(PValueMethod.EXACT).test(a).getPValue();
      assertThat(HodgesLehmann.paired(a).p()).isEqualTo(paired, within(1e-10));
    }
  }

  @Test
  void estimatesAreMediansOfDifferencesAndOfWalshAverages() {
    assertThat(HodgesLehmann.independent(new double[] {1, 5, 9}, new double[] {0, 1}).shift())
        // 1, 0, 5, 4, 9, 8
        .isEqualTo(4.5);
    // 1, 3, 8 and 2, 4.5, 5.5
    assertThat(HodgesLehmann.paired(new double[] {1, 3, 8}).shift()).isEqualTo(3.75);
  }

  /** Whatever the level, limits and p-value say the same of 0. */
  @Test
  void limitsExcludeZeroExactlyWherePIsSmaller() {
    SplittableRandom random = new SplittableRandom(3);
    for (int t = 0; t < 300; t++) {
      double[] a = normal(random, 9, 0.004 * t);
      HodgesLehmann both = HodgesLehmann.independent(a, normal(random, 9, 0));
      HodgesLehmann one = HodgesLehmann.paired(a);
      for (HodgesLehmann shift : new HodgesLehmann[] {both, one}) {
        for (double level : new double[] {0.9, 0.95, 0.99}) {
          Interval interval = shift.interval(level).toOptional().orElseThrow();
          assertThat(interval.level()).isGreaterThanOrEqualTo(level);
          assertThat(interval.contains(shift.shift())).isTrue();
          assertThat(interval.contains(0)).isEqualTo(shift.p() > 1 - level);
        }
      }
    }
  }

  @Test
  void tooFewValuesHaveAReason() {
    double[] three = {1, 2, 3};
    assertThat(HodgesLehmann.independent(three, three).interval(0.95))
        .isEqualTo(
            new Unavailable<>(
                "3 forks a side are too few for an interval of 95 %: between their extremes it has"
                    + " 90.0 %"));
    assertThat(HodgesLehmann.paired(new double[] {1, 2, 3, 4, 5}).interval(0.95).whyNot())
        .startsWith("5 rounds are too few");
    assertThat(HodgesLehmann.paired(new double[] {1, 2, 3, 4, 5, 6}).interval(0.95).toOptional())
        .contains(new Interval(1, 6, 0.96875));
    assertThat(HodgesLehmann.independent(three, three).smallestP()).isEqualTo(0.1, within(1e-15));
    assertThat(HodgesLehmann.paired(new double[6]).smallestP()).isEqualTo(0.03125);
  }

  @Test
  void tiesCountAgainstADifference() {
    double[] same = {2, 2, 2, 2, 2, 2};
    HodgesLehmann none = HodgesLehmann.independent(same, same);
    assertThat(none.p()).isEqualTo(1);
    assertThat(none.interval(0.95).toOptional().orElseThrow().contains(0)).isTrue();
    assertThat(HodgesLehmann.paired(new double[6]).p()).isEqualTo(1);
  }

  /**
   * Limits contain the true shift as often as they say, whatever the distribution: 3 standard
   * errors of 3,000 trials are 1.2 points.
   */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void limitsContainTheTrueShift(Coverage.Shape shape) {
    for (int n : new int[] {6, 12, 20}) {
      SplittableRandom random = new SplittableRandom(7 + n);
      int hits = 0;
      double level = 0;
      for (int t = 0; t < 3_000; t++) {
        double[] a = new double[n];
        double[] b = new double[n];
        Arrays.setAll(a, i -> 0.7 + shape.draw(random));
        Arrays.setAll(b, i -> shape.draw(random));
        Interval interval =
            HodgesLehmann.independent(a, b).interval(0.95).toOptional().orElseThrow();
        level = interval.level();
        hits += interval.contains(0.7) ? 1 : 0;
      }
      assertThat(hits / 3_000.0).as("%s, %d forks", shape, n).isEqualTo(level, within(0.012));
    }
  }

  /** The same shift is found more often than by chance, and the more forks, the more often. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {12, 20})
  void aShiftOfOneSigmaIsFound(int n) {
    SplittableRandom random = new SplittableRandom(n);
    int found = 0;
    for (int t = 0; t < 1_000; t++) {
      found +=
          HodgesLehmann.independent(normal(random, n, 1), normal(random, n, 0)).p() <= 0.05 ? 1 : 0;
    }
    // Of a t test: 65 % and 87 %; ranks lose 4.5 % of the values.
    assertThat(found / 1_000.0).isBetween(n == 12 ? 0.55 : 0.79, n == 12 ? 0.68 : 0.89);
  }
}
