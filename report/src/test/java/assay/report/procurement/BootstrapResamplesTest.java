package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.core.stats.Quantiles;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BootstrapResamplesTest {
  private static double[] forks(int n, double level, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = level * Math.exp(0.01 * random.nextGaussian());
    }
    return values;
  }

  /** Forks that are all of the system's, one per round. */
  private static BootstrapResamples resamples(double[] forks, long seed) {
    SortedMap<Integer, Double> byRound = new TreeMap<>();
    for (int i = 0; i < forks.length; i++) {
      byRound.put(i, forks[i]);
    }
    return BootstrapResamples.of(byRound, new TreeSet<>(byRound.keySet()), seed);
  }

  /** About the mean of two medians' errors: 1.25·σ·√(2/n) each side times 1.96. */
  @Test
  void theIntervalIsAsWideAsTheForksScatter() {
    double[] slow = forks(20, 1.3, 31);
    double[] fast = forks(20, 1, 32);
    double ratio = Quantiles.median(slow) / Quantiles.median(fast);
    Interval found =
        BootstrapResamples.ratio(resamples(slow, 3), resamples(fast, 4), ratio)
            .toOptional()
            .orElseThrow();
    assertThat(found.contains(ratio)).isTrue();
    assertThat(found.relativeHalfWidth(ratio))
        .isBetween(
            0.4 * 1.96 * 1.25 * 0.01 * Math.sqrt(0.1), 2 * 1.96 * 1.25 * 0.01 * Math.sqrt(0.1));
  }

  @Test
  void tooFewForksHaveNoInterval() {
    Availability<Interval> none =
        BootstrapResamples.ratio(resamples(forks(5, 1, 1), 1), resamples(forks(9, 1, 2), 1), 1);
    assertThat(none).isEqualTo(new Unavailable<>("5 forks, an interval needs 6"));
  }

  @Test
  void theSameSeedGivesTheSameDraws() {
    double[] forks = forks(8, 2, 5);
    BootstrapResamples one = resamples(forks, 9);
    BootstrapResamples two = resamples(forks, 9);
    BootstrapResamples other = resamples(forks, 10);
    int different = 0;
    for (int r = 0; r < BootstrapResamples.COUNT; r++) {
      assertThat(one.log(r)).isEqualTo(two.log(r));
      different += one.log(r) == other.log(r) ? 0 : 1;
    }
    assertThat(different).isGreaterThan(BootstrapResamples.COUNT / 4);
  }

  /** A task of fewer rounds than the system has takes six forks of its own, each as likely. */
  @Test
  void aTaskOfFewerRoundsHasTheIntervalOfItsForksAlone() {
    double[] forks = forks(6, 1, 31);
    SortedMap<Integer, Double> sparse = new TreeMap<>();
    SortedSet<Integer> rounds = new TreeSet<>();
    for (int i = 0; i < 24; i++) {
      rounds.add(i);
      if (i % 4 == 1) {
        sparse.put(i, forks[i / 4]);
      }
    }
    Interval alone = interval(resamples(forks, 5));
    Interval found = interval(BootstrapResamples.of(sparse, rounds, 5));
    double width = alone.high() - alone.low();
    assertThat(found.low()).isEqualTo(alone.low(), within(0.15 * width));
    assertThat(found.high()).isEqualTo(alone.high(), within(0.15 * width));
  }

  private static Interval interval(BootstrapResamples resamples) {
    double[] logs = new double[BootstrapResamples.COUNT];
    for (int r = 0; r < logs.length; r++) {
      logs[r] = resamples.log(r);
    }
    return BootstrapResamples.interval(logs, 1);
  }

  @Test
  void tasksOfOneSystemHaveTheSameRoundsInEveryDraw() {
    double[] forks = forks(8, 1, 41);
    BootstrapResamples one = resamples(forks, 9);
    double[] slower = new double[forks.length];
    for (int i = 0; i < forks.length; i++) {
      slower[i] = 5 * forks[i];
    }
    BootstrapResamples other = resamples(slower, 9);
    for (int r = 0; r < BootstrapResamples.COUNT; r++) {
      assertThat(other.log(r) - one.log(r)).isEqualTo(Math.log(5), within(1e-9));
    }
  }
}
