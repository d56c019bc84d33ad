package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {
  private static final double[][] FORKS =
      Simulation.forks(new SplittableRandom(1), 12, 9, 0.02, false);

  /**
   * Seven forks of one iteration, values 1 to 7. The median of a resample is at most j when at
   * least four of seven draws are: P(median = 1) = P(Bin(7, 1/7) ≥ 4) = 0.0102 and P(median ≤ 2) =
   * P(Bin(7, 2/7) ≥ 4) = 0.1013, so the 2.5th percentile is 2, and by symmetry the other end is 6.
   */
  @Test
  void agreesWithAHandComputedExample() {
    double[][] forks = {{4}, {1}, {7}, {3}, {6}, {2}, {5}};
    assertThat(Bootstrap.median(forks, 42)).isEqualTo(new Available<>(new Interval(2, 6, 0.95)));
  }

  /**
   * Six equal forks of three iterations, so the outer level adds nothing but repetition: a
   * resampled fork median is 0, 1 or 2 with 7/27, 13/27 and 7/27 (at least two of three draws). The
   * mean of the two middle values of six such is 0 when four are 0: P(Bin(6, 7/27) ≥ 4) = 0.0424 >
   * 2.5 %.
   */
  @Test
  void resamplesIterationsWithinForks() {
    double[] fork = {2, 0, 1};
    assertThat(Bootstrap.median(new double[][] {fork, fork, fork, fork, fork, fork}, 7))
        .isEqualTo(new Available<>(new Interval(0, 2, 0.95)));
  }

  @Test
  void sameSeedSameInterval() {
    assertThat(Bootstrap.median(FORKS, 5)).isEqualTo(Bootstrap.median(FORKS, 5));
    assertThat(Bootstrap.median(FORKS, 5)).isNotEqualTo(Bootstrap.median(FORKS, 6));
  }

  @Test
  void scalesWithTheUnit() {
    double[][] milliseconds = new double[FORKS.length][];
    for (int i = 0; i < FORKS.length; i++) {
      milliseconds[i] = java.util.Arrays.stream(FORKS[i]).map(x -> 1000 * x).toArray();
    }
    Interval seconds = Bootstrap.median(FORKS, 5).toOptional().orElseThrow();
    Interval scaled = Bootstrap.median(milliseconds, 5).toOptional().orElseThrow();
    assertThat(scaled.low()).isEqualTo(1000 * seconds.low(), within(1e-9));
    assertThat(scaled.high()).isEqualTo(1000 * seconds.high(), within(1e-9));
  }

  @Test
  void identicalForksGiveAPoint() {
    double[][] forks = new double[6][4];
    for (double[] fork : forks) {
      java.util.Arrays.fill(fork, 0.1);
    }
    assertThat(Bootstrap.median(forks, 1)).isEqualTo(new Available<>(new Interval(0.1, 0.1, 0.95)));
  }

  @Test
  void refusesTooLittle() {
    assertThat(Bootstrap.median(new double[][] {{1}, {2}, {3}, {4}}, 1))
        .isEqualTo(new Unavailable<>("4 forks, an interval needs 6"));
    assertThatIllegalArgumentException().isThrownBy(() -> Bootstrap.median(FORKS, 1, 99));
    assertThat(Bootstrap.median(FORKS, 1, 100)).isInstanceOf(Available.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.median(new double[][] {{1}, {2}, {3}, {}, {5}, {6}}, 1));
  }

  /**
   * Why it is not what is published: where 95 % is promised, single-shot forks keep 92 to 94 %, and
   * six forks 92 % even with ten iterations each (10 and 30 then keep 95 to 96 %). Bands of three
   * standard errors.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "6, 1, 0.895, 0.95",
    "10, 1, 0.91, 0.96",
    "15, 1, 0.90, 0.95",
    "30, 1, 0.915, 0.965",
    "6, 10, 0.90, 0.945",
    "10, 10, 0.93, 0.97",
    "30, 10, 0.93, 0.97"
  })
  void coverageIsOnlyNominal(int n, int iterations, double low, double high) {
    for (boolean lognormal : new boolean[] {false, true}) {
      SplittableRandom random = new SplittableRandom(99 + n);
      int trials = 1_500;
      int hits = 0;
      for (int t = 0; t < trials; t++) {
        double[][] forks = Simulation.forks(random, n, iterations, 0.02, lognormal);
        Interval interval = Bootstrap.median(forks, t, 250).toOptional().orElseThrow();
        hits += interval.contains(Simulation.TRUE_MEDIAN) ? 1 : 0;
      }
      assertThat(hits / (double) trials)
          .as("share of intervals with the true median, n = %d, lognormal %s", n, lognormal)
          .isBetween(low, high);
    }
  }
}
