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

  private static double[] series(int n, IntToDoubleFunction value) {
    double[] times = new double[n];
    Arrays.setAll(times, value);
    return times;
  }

  /** Steps without noise around a level of 200: the tolerance is 1 % of it, 2 exactly. */
  @Test
  void onePercentOfTheLevelIsStillEqual() {
    assertThat(SteadyState.classify(series(12, i -> i < 3 ? 202 : 200)))
        .isEqualTo(SteadyState.FLAT);
    assertThat(SteadyState.classify(series(12, i -> i < 3 ? 202.01 : 200)))
        .isEqualTo(SteadyState.WARM_UP);
    assertThat(SteadyState.classify(series(12, i -> i < 3 ? 198 : 200)))
        .isEqualTo(SteadyState.FLAT);
    assertThat(SteadyState.classify(series(12, i -> i < 3 ? 197.99 : 200)))
        .isEqualTo(SteadyState.SLOWDOWN);
    // Third and fourth quarter 201 and 199: their half has the median 200.
    assertThat(SteadyState.classify(series(12, i -> i < 6 ? 200 : i < 9 ? 201 : 199)))
        .isEqualTo(SteadyState.FLAT);
    assertThat(SteadyState.classify(series(12, i -> i < 6 ? 200 : i < 9 ? 201.01 : 198.99)))
        .isEqualTo(SteadyState.NO_STEADY_STATE);
  }

  /**
   * Times that go up and down by s in turn have σ = s/0.9539: 10.5 % of the level at s = 10.06 %,
   * 9.5 % at s = 9.02 %. The unit makes no difference.
   */
  @Test
  void noiseAboveTenPercentIsNoSteadyState() {
    for (double unit : new double[] {1, 1000, 1e-6}) {
      assertThat(SteadyState.classify(series(8, i -> unit * (i % 2 == 0 ? 0.9497 : 1.0503))))
          .isEqualTo(SteadyState.NO_STEADY_STATE);
      assertThat(SteadyState.classify(series(8, i -> unit * (i % 2 == 0 ? 0.9549 : 1.0451))))
          .isEqualTo(SteadyState.FLAT);
    }
  }

  /**
   * σ = 0.05/0.9539 = 0.0524, so quarters of two differ from 3·1.2533·σ·√(2/2) = 0.197 on, quarters
   * of eight from half of it on.
   */
  @Test
  void aQuarterDiffersByThreeStandardErrors() {
    IntToDoubleFunction noise = i -> i % 2 == 0 ? 1 : 1.05;
    assertThat(SteadyState.classify(series(8, i -> noise.applyAsDouble(i) + (i < 2 ? 0.19 : 0))))
        .isEqualTo(SteadyState.FLAT);
    assertThat(SteadyState.classify(series(8, i -> noise.applyAsDouble(i) + (i < 2 ? 0.21 : 0))))
        .isEqualTo(SteadyState.WARM_UP);
    assertThat(SteadyState.classify(series(32, i -> noise.applyAsDouble(i) + (i < 8 ? 0.095 : 0))))
        .isEqualTo(SteadyState.FLAT);
    assertThat(SteadyState.classify(series(32, i -> noise.applyAsDouble(i) + (i < 8 ? 0.102 : 0))))
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
