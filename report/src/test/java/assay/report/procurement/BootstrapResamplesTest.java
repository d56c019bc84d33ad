package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.core.stats.MedianRatio;
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

  @Test
  void theIntervalIsThatOfTheComparison() {
    for (int n : new int[] {6, 7, 20}) {
      double[] slow = forks(n, 1.3, 11 + n);
      double[] fast = forks(n, 1, 12 + n);
      MedianRatio expected = MedianRatio.of(slow, fast, 1);
      Interval known = expected.estimate().toOptional().orElseThrow();
      Interval found =
          BootstrapResamples.ratio(
                  BootstrapResamples.of(slow, 3), BootstrapResamples.of(fast, 4), expected.ratio())
              .toOptional()
              .orElseThrow();
      double width = known.high() - known.low();
      assertThat(found.low()).as("%d forks", n).isEqualTo(known.low(), within(0.15 * width));
      assertThat(found.high()).as("%d forks", n).isEqualTo(known.high(), within(0.15 * width));
      assertThat(found.contains(expected.ratio())).isTrue();
    }
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
