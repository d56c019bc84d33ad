package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PooledHistogramTest {
  private static SortedMap<Double, Long> fork(double... values) {
    SortedMap<Double, Long> counts = new TreeMap<>();
    for (double value : values) {
      counts.merge(value, 1L, Long::sum);
    }
    return counts;
  }

  @Test
  void quantilesAreOfAllValuesTogether() {
    PooledHistogram pool =
        PooledHistogram.of(List.of(fork(1, 2, 3, 3), fork(10, 20, 20, 30, 40, 50)));
    assertThat(pool.count()).isEqualTo(10);
    assertThat(pool.quantile(0.1)).isEqualTo(1);
    assertThat(pool.quantile(0.11)).isEqualTo(2);
    assertThat(pool.quantile(0.4)).isEqualTo(3);
    assertThat(pool.quantile(0.5)).isEqualTo(10);
    assertThat(pool.quantile(0.7)).isEqualTo(20);
    assertThat(pool.quantile(0.9)).isEqualTo(40);
    assertThat(pool.quantile(1)).isEqualTo(50);
  }

  @Test
  void nothingHasNoQuantile() {
    assertThatThrownBy(() -> PooledHistogram.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PooledHistogram.of(List.of(fork(1), fork())))
        .isInstanceOf(IllegalArgumentException.class);
    PooledHistogram pool = PooledHistogram.of(List.of(fork(1)));
    for (double p : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> pool.quantile(p)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anIntervalNeedsSixForks() {
    List<SortedMap<Double, Long>> forks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      forks.add(fork(1 + i));
    }
    assertThat(PooledHistogram.of(forks).interval(0.5, 1))
        .isEqualTo(new Unavailable<>("5 forks, an interval needs 6"));
    forks.add(fork(6));
    Interval interval = PooledHistogram.of(forks).interval(0.5, 1).toOptional().orElseThrow();
    assertThat(interval.low()).isEqualTo(1);
    assertThat(interval.high()).isEqualTo(6);
    assertThat(PooledHistogram.of(forks).interval(0.5, 1).orNull()).isEqualTo(interval);
  }

  /** Whole forks are drawn: a fork's thousand values are no thousand independent ones. */
  @Test
  void forksThatDifferGiveAWideIntervalHoweverManyValuesTheyHave() {
    List<SortedMap<Double, Long>> forks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      forks.add(new TreeMap<>(Map.of(1.0 + i, 1_000_000L)));
    }
    Interval interval = PooledHistogram.of(forks).interval(0.5, 1).toOptional().orElseThrow();
    assertThat(interval.high() - interval.low()).isGreaterThanOrEqualTo(4);
  }

  /** How often the interval contains the true quantile, where forks and executions vary. */
  @Test
  void theLevelIsNominal() {
    double least = 1;
    StringBuilder table = new StringBuilder("cluster bootstrap, cases with the true quantile:\n");
    for (int forks : new int[] {6, 10, 20}) {
      for (double p : new double[] {0.5, 0.99}) {
        double covered = covered(forks, p);
        table.append(
            String.format(Locale.ROOT, "%2d forks, p%g: %.1f %%%n", forks, 100 * p, 100 * covered));
        least = Math.min(least, covered);
      }
    }
    System.out.println(table);
    assertThat(least).as("%s", table).isBetween(0.70, 0.99);
  }

  /** Forks' levels have σ = 3 %, executions 5 %: together log-normal with the root of both. */
  private static double covered(int forks, double p) {
    SplittableRandom random = new SplittableRandom(9);
    double z = p == 0.5 ? 0 : 2.3263478740408408;
    double truth = Math.exp(z * Math.hypot(0.03, 0.05));
    int trials = 200;
    int covered = 0;
    for (int t = 0; t < trials; t++) {
      List<SortedMap<Double, Long>> all = new ArrayList<>();
      for (int f = 0; f < forks; f++) {
        double level = 0.03 * random.nextGaussian();
        SortedMap<Double, Long> counts = new TreeMap<>();
        for (int i = 0; i < 600; i++) {
          double value = Math.exp(level + 0.05 * random.nextGaussian());
          counts.merge(Math.round(value * 500) / 500.0, 1L, Long::sum);
        }
        all.add(counts);
      }
      Interval interval = PooledHistogram.of(all).interval(p, t).toOptional().orElseThrow();
      covered += interval.contains(truth) ? 1 : 0;
    }
    return (double) covered / trials;
  }
}
