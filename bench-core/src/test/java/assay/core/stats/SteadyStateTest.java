package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
  private static SteadyState classify(int n, IntToDoubleFunction level) {
    SplittableRandom random = new SplittableRandom(3);
    double[] times = new double[n];
    Arrays.setAll(times, i -> level.applyAsDouble(i) * (1 + 0.002 * random.nextGaussian()));
    return SteadyState.classify(times);
  }

  @Test
  void namesTheFourShapes() {
    assertThat(classify(20, i -> 1)).isEqualTo(SteadyState.FLAT);
    assertThat(classify(20, i -> i < 5 ? 1.5 : 1)).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(20, i -> i < 8 ? 1.5 : 1)).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(20, i -> i < 5 ? 0.9 : 1)).isEqualTo(SteadyState.SLOWDOWN);
    assertThat(classify(20, i -> 1 + 0.01 * i)).isEqualTo(SteadyState.NO_STEADY_STATE);
    assertThat(classify(20, i -> i < 14 ? 1 : 1.1)).isEqualTo(SteadyState.NO_STEADY_STATE);
    assertThat(classify(20, i -> i % 2 == 0 ? 1 : 1.5)).isEqualTo(SteadyState.NO_STEADY_STATE);
  }

  @Test
  void oneSlowIterationIsNoWarmUp() {
    assertThat(classify(20, i -> i == 0 ? 10 : 1)).isEqualTo(SteadyState.FLAT);
    assertThat(classify(20, i -> i == 17 ? 3 : 1)).isEqualTo(SteadyState.FLAT);
  }

  @Test
  void aChangeBelowOnePercentIsNone() {
    assertThat(classify(20, i -> i < 5 ? 1.005 : 1)).isEqualTo(SteadyState.FLAT);
  }

  @Test
  void tooFewAreNotClassified() {
    assertThat(SteadyState.classify(new double[] {5, 1, 1, 1, 1, 1, 1}))
        .isEqualTo(SteadyState.UNCLASSIFIED);
    assertThat(SteadyState.classify(new double[] {5, 5, 1, 1, 1, 1, 1, 1}))
        .isEqualTo(SteadyState.WARM_UP);
  }

  /** Pure noise of 2 % must not be taken for a shape often: about one fork in thirty. */
  @Test
  void noiseIsMostlyFlat() {
    SplittableRandom random = new SplittableRandom(8);
    for (int n : new int[] {8, 10, 20, 50}) {
      int flat = 0;
      for (int t = 0; t < 1_000; t++) {
        double[] times = new double[n];
        Arrays.setAll(times, i -> 1 + 0.02 * random.nextGaussian());
        flat += SteadyState.classify(times) == SteadyState.FLAT ? 1 : 0;
      }
      assertThat(flat).as("flat of 1,000 noisy forks of %d iterations", n).isGreaterThan(940);
    }
  }
}
