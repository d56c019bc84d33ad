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

  @Test
  void fewerThanSixForksGiveAReason() {
    assertThat(MedianInterval.of(new double[] {1, 2, 3, 4}))
        .isEqualTo(new Unavailable<>("4 forks, an interval needs 6"));
    assertThat(MedianInterval.of(new double[] {1}))
        .isEqualTo(new Unavailable<>("1 fork, an interval needs 6"));
  }

  /**
   * The exact level is 96.9, 97.9, 96.5, 95.9 and 95.7 %, whatever the distribution; three standard
   * errors of 4,000 trials are 0.8 to 1.0 points.
   */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {6, 10, 15, 20, 30})
  void containsTheTrueMedianAsOftenAsItSays(int n) {
    double exact = MedianInterval.level(n, MedianInterval.rank(n));
    for (boolean lognormal : new boolean[] {false, true}) {
      SplittableRandom random = new SplittableRandom(4711 + n);
      int hits = 0;
      int trials = 4_000;
      for (int t = 0; t < trials; t++) {
        double[][] forks = Simulation.forks(random, n, 10, 0.02, lognormal);
        Interval interval = MedianInterval.ofForks(forks).toOptional().orElseThrow();
        hits += interval.contains(Simulation.TRUE_MEDIAN) ? 1 : 0;
      }
      assertThat(hits / (double) trials)
          .as("share of intervals with the true median, n = %d, lognormal %s", n, lognormal)
          .isBetween(exact - 0.010, exact + 0.010)
          .isGreaterThan(0.94);
    }
  }
}
