package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class VarianceComponentsTest {
  private static double[] exp(double... logs) {
    return Arrays.stream(logs).map(Math::exp).toArray();
  }

  /**
   * Fork A: halves 0 and 0.02, so 0.02² ÷ (1/2 + 1/2) = 4e-4; median 0.01. Fork B: no scatter,
   * median 0.05. Iterations: 2e-4. Forks: 0.04²/2 = 8e-4, less 2e-4/4.
   */
  @Test
  void componentsByHand() {
    VarianceComponents found =
        VarianceComponents.of(new double[][] {exp(0, 0.02, 0, 0.02), exp(0.05, 0.05, 0.05, 0.05)});
    assertThat(found.iteration()).isCloseTo(2e-4, within(1e-12));
    assertThat(found.fork()).isCloseTo(7.5e-4, within(1e-12));
    assertThat(found.ofFork(2)).isCloseTo(8.5e-4, within(1e-12));
    // √(12 s ÷ 0.3 s · 2e-4 ÷ 7.5e-4) = √10.6667
    assertThat(found.bestIterations(12, 0.3)).isCloseTo(3.2660, within(1e-4));
  }

  /** Halves of three and two iterations: 0.03² ÷ (1/3 + 1/2) = 1.08e-3. */
  @Test
  void anOddNumberOfIterationsHasUnequalHalves() {
    double[] fork = exp(0, 0.03, 0, 0.03, 0);
    assertThat(VarianceComponents.of(new double[][] {fork, fork}).iteration())
        .isCloseTo(1.08e-3, within(1e-12));
  }

  @Test
  void forksThatDifferLessThanTheirIterationsLeaveHaveNoVarianceOfTheirOwn() {
    double[] fork = exp(0, 0.02, 0, 0.02);
    VarianceComponents found = VarianceComponents.of(new double[][] {fork, fork});
    assertThat(found.fork()).isZero();
    assertThat(found.bestIterations(12, 0.3)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(new VarianceComponents(0, 0).bestIterations(12, 0.3)).isZero();
    assertThat(new VarianceComponents(0, 1e-4).bestIterations(12, 0.3)).isZero();
  }

  @Test
  void tooLittleIsRefused() {
    double[] fork = {1, 1, 1, 1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VarianceComponents.of(new double[][] {fork}))
        .withMessageContaining("needs two");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VarianceComponents.of(new double[][] {fork, {1, 1, 1}}))
        .withMessageContaining("3 iterations");
  }

  /** Time times variance is least at the number that the rule gives. */
  @Test
  void noOtherNumberOfIterationsIsNarrowerInTheSameTime() {
    for (double iteration : new double[] {1e-5, 1e-4, 1e-3}) {
      for (double seconds : new double[] {2, 10, 60}) {
        VarianceComponents found = new VarianceComponents(iteration, 1e-4);
        double best = found.bestIterations(seconds, 0.3);
        double least = cost(found, best, seconds);
        for (double other : new double[] {0.5 * best, 0.9 * best, 1.1 * best, 2 * best}) {
          assertThat(cost(found, other, seconds)).isGreaterThan(least);
        }
      }
    }
  }

  private static double cost(VarianceComponents v, double iterations, double seconds) {
    return (v.fork() + v.iteration() / iterations) * (seconds + 0.3 * iterations);
  }

  /**
   * Normal forks of 1 %, normal iterations of 1 %: the median of five has a variance of 1.434/5.
   * With a tenth of the iterations up to 30 % slower, the variance of an iteration is thirty times
   * as large; what is found here, less than four times.
   */
  @Test
  void simulatedComponentsAreFoundAndOutliersCountLittle() {
    VarianceComponents normal = mean(0);
    assertThat(normal.iteration()).isBetween(1.35e-4, 1.5e-4);
    assertThat(normal.fork()).isBetween(0.95e-4, 1.05e-4);
    VarianceComponents outliers = mean(0.3);
    assertThat(outliers.iteration()).isBetween(1.4e-4, 5.6e-4);
    assertThat(outliers.fork()).isBetween(0.7e-4, 1.1e-4);
  }

  private static VarianceComponents mean(double outlier) {
    RandomGenerator random = new SplittableRandom(7);
    int trials = 2_000;
    double iteration = 0;
    double fork = 0;
    for (int t = 0; t < trials; t++) {
      double[][] forks = new double[12][10];
      for (double[] each : forks) {
        double level = 0.01 * random.nextGaussian();
        for (int i = 0; i < each.length; i++) {
          double late = random.nextDouble() < 0.1 ? outlier * random.nextDouble() : 0;
          each[i] = Math.exp(level + 0.01 * random.nextGaussian() + late);
        }
      }
      VarianceComponents found = VarianceComponents.of(forks);
      iteration += found.iteration() / trials;
      fork += found.fork() / trials;
    }
    return new VarianceComponents(iteration, fork);
  }
}
