package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.core.stats.Quantiles;
import java.util.SplittableRandom;
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

  /** About the mean of two medians' errors: 1.25·σ·√(2/n) each side times 1.96. */
  @Test
  void theIntervalIsAsWideAsTheForksScatter() {
    double[] slow = forks(20, 1.3, 31);
    double[] fast = forks(20, 1, 32);
    double ratio = Quantiles.median(slow) / Quantiles.median(fast);
    Interval found =
        BootstrapResamples.ratio(
                BootstrapResamples.of(slow, 3), BootstrapResamples.of(fast, 4), ratio)
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
        BootstrapResamples.ratio(
            BootstrapResamples.of(forks(5, 1, 1), 1), BootstrapResamples.of(forks(9, 1, 2), 1), 1);
    assertThat(none).isEqualTo(new Unavailable<>("5 forks, an interval needs 6"));
  }

  @Test
  void theSameSeedGivesTheSameDraws() {
    double[] forks = forks(8, 2, 5);
    BootstrapResamples one = BootstrapResamples.of(forks, 9);
    BootstrapResamples two = BootstrapResamples.of(forks, 9);
    BootstrapResamples other = BootstrapResamples.of(forks, 10);
    int different = 0;
    for (int r = 0; r < BootstrapResamples.COUNT; r++) {
      assertThat(one.log(r)).isEqualTo(two.log(r));
      different += one.log(r) == other.log(r) ? 0 : 1;
    }
    assertThat(different).isGreaterThan(BootstrapResamples.COUNT / 4);
  }
}
