package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MedianIntervalTest {
  @ParameterizedTest
  @CsvSource({
    "6, 1, 0.96875",
    "8, 1, 0.9921875",
    "9, 2, 0.9609375",
    "10, 2, 0.978515625",
    "15, 4, 0.96484375",
    "20, 6, 0.958610535",
    "30, 10, 0.957226178",
    "2000, 956, 0.9534"
  })
  void ranksAndLevelsOfTheBinomial(int n, int k, double level) {
    assertThat(MedianInterval.rank(n)).isEqualTo(k);
    assertThat(MedianInterval.level(n, k)).isEqualTo(level, within(1e-4));
    assertThat(MedianInterval.level(n, k + 1)).isLessThan(0.95);
  }

  @Test
  void sixForksGiveTheirExtremes() {
    assertThat(MedianInterval.of(new double[] {5, 3, 9, 1, 7, 4}))
        .isEqualTo(new Available<>(new Interval(1, 9, 0.96875)));
  }

  @Test
  void forksCountOnceHoweverManyIterations() {
    double[][] forks = {{1}, {2, 2, 2}, {3, 1, 5}, {4, 4}, {5}, {6, 0, 60}};
    assertThat(MedianInterval.ofForks(forks))
        .isEqualTo(new Available<>(new Interval(1, 6, 0.96875)));
  }

  /**
   * Seven values: k = 1, levels 98.4375 and 87.5 %; the share (98.4375 − 95)/(98.4375 − 87.5) =
   * 0.3143 becomes 6·0.3143/(1 + 5·0.3143) = 0.7333 of the way inward.
   */
  @Test
  void countsThatAreNotPlannedAreInterpolated() {
    Interval interval =
        MedianInterval.of(new double[] {10, 20, 30, 40, 50, 60, 80}).toOptional().orElseThrow();
    assertThat(interval.low()).isEqualTo(10 + 10 * 0.733333, within(1e-4));
    assertThat(interval.high()).isEqualTo(80 - 20 * 0.733333, within(1e-4));
    assertThat(interval.level()).isEqualTo(0.95);
    assertThat(MedianInterval.of(new double[] {3, 3, 3, 3, 3, 3, 3, 3}))
        .isEqualTo(new Available<>(new Interval(3, 3, 0.95)));
  }

  /** Going from six forks to eight must not widen the interval, as plain order statistics do. */
  @Test
  void moreForksNeverMeanAWiderIntervalOnAverage() {
    double before = Double.POSITIVE_INFINITY;
    for (int n = 6; n <= 30; n++) {
      SplittableRandom random = new SplittableRandom(11);
      double sum = 0;
      for (int t = 0; t < 4_000; t++) {
        double[] medians = Quantiles.medians(Simulation.forks(random, n, 1, 0.02, false));
        sum += MedianInterval.of(medians).toOptional().orElseThrow().relativeHalfWidth(1);
      }
      // Planned counts are a little wider than nominal ones beside them.
      assertThat(sum).as("%d forks", n).isLessThan(1.13 * before);
      before = sum;
    }
  }

  /**
   * Nominal 95 %; three standard errors of 4,000 trials are 1.0 points. Of two separate modes,
   * interpolated ends may lie between the modes.
   */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {7, 8, 10, 11, 14, 18, 28})
  void interpolatedOnesContainTheTrueMedianToo(int n) {
    for (Coverage.Shape shape : Coverage.Shape.values()) {
      assertThat(Coverage.ofIntervals(shape, n, 4_000, 815 + n))
          .as("%s, %d forks", shape, n)
          .isBetween(shape == Coverage.Shape.BIMODAL ? 0.86 : 0.935, 0.985);
    }
  }

  @Test
  void fewerThanSixForksGiveAReason() {
    assertThat(MedianInterval.of(new double[] {1, 2, 3, 4}))
        .isEqualTo(new Unavailable<>("4 forks, an interval needs 6"));
    assertThat(MedianInterval.of(new double[] {1}))
        .isEqualTo(new Unavailable<>("1 fork, an interval needs 6"));
  }

  /**
   * The exact level is 96.9, 96.1, 96.1, 96.5, 95.9, 95.7 and 95.7 %, whatever the distribution;
   * three standard errors of 4,000 trials are 0.8 to 1.0 points.
   */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {6, 9, 12, 15, 20, 25, 30})
  void plannedOnesContainTheTrueMedianAsOftenAsTheySay(int n) {
    double exact = MedianInterval.level(n, MedianInterval.rank(n));
    assertThat(exact).isBetween(0.956, 0.969);
    for (Coverage.Shape shape : Coverage.Shape.values()) {
      assertThat(Coverage.ofIntervals(shape, n, 4_000, 4711 + n))
          .as("%s, %d forks", shape, n)
          .isEqualTo(exact, within(0.010));
    }
  }
}
