package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Simulated forks and the intervals over them. */
class CoverageTest {
  /**
   * Mean and variance of each shape: of 40 % at 2, 0.8 and 4·0.24 + 0.15²; of one in ten up to 10
   * slower, 0.5 and 1 + 0.1·100/3 − 0.5². Medians solve 0.6·Φ(x/0.15) = ½, and 0.9·Φ(x) and what of
   * the slower ones lies below x is ½.
   */
  @ParameterizedTest
  @CsvSource({
    "NORMAL, 0, 1, 0",
    "SKEWED, 1, 1, 0.6931",
    "BIMODAL, 0.8, 0.9825, 0.1451",
    "CONTAMINATED, 0.5, 4.0833, 0.1267"
  })
  void shapesHaveTheirMoments(Coverage.Shape shape, double mean, double variance, double median) {
    RandomGenerator random = new SplittableRandom(11);
    double[] values = new double[50_000];
    Arrays.setAll(values, i -> shape.draw(random));
    double drawn = Arrays.stream(values).average().orElseThrow();
    assertThat(drawn).isEqualTo(mean, within(4 * Math.sqrt(variance / values.length)));
    assertThat(Arrays.stream(values).map(v -> (v - drawn) * (v - drawn)).average().orElseThrow())
        .isEqualTo(variance, within(0.05 * variance));
    assertThat(shape.median()).isEqualTo(median, within(0.006));
  }

  /** Between the extremes of six it is 31/32, whatever the shape; 0.9 points are 3 errors. */
  @ParameterizedTest
  @EnumSource
  void sixForksContainTheMedianAsOftenAsStated(Coverage.Shape shape) {
    assertThat(Coverage.ofIntervals(shape, 6, 3_000, 5)).isEqualTo(31 / 32.0, within(0.01));
    assertThat(Coverage.ofIntervals(shape, 6, 3_000, 5))
        .isEqualTo(Coverage.ofIntervals(shape, 6, 3_000, 5));
  }

  /** Forks that hardly scatter stop at the first look, those that scatter much go on to the end. */
  @Test
  void aRuleStopsEarlyOrNever() {
    StoppingRule rule = new StoppingRule(0.01, 12, true);
    Coverage.Stopped quiet = Coverage.ofStopping(Coverage.Shape.NORMAL, 1e-6, rule, 1_000, 5);
    assertThat(quiet.met()).isEqualTo(1);
    assertThat(quiet.meanForks()).isEqualTo(6);
    assertThat(quiet.overall()).isEqualTo(31 / 32.0, within(0.017));
    assertThat(quiet.whereMet()).isEqualTo(quiet.overall());
    Coverage.Stopped noisy = Coverage.ofStopping(Coverage.Shape.NORMAL, 0.2, rule, 1_000, 5);
    assertThat(noisy.met()).isZero();
    assertThat(noisy.whereMet()).isNaN();
    assertThat(noisy.meanForks()).isEqualTo(12);
    // The interval of twelve between the third and the tenth has 96.1 %.
    assertThat(noisy.overall()).isEqualTo(0.961, within(0.019));
    // About half of σ = 1.1 % is narrow enough at some look, and those miss the median more often.
    Coverage.Stopped some = Coverage.ofStopping(Coverage.Shape.NORMAL, 0.011, rule, 1_000, 5);
    assertThat(some.met()).isBetween(0.2, 0.95);
    assertThat(some.meanForks()).isBetween(6.5, 11.5);
    assertThat(some.whereMet()).isBetween(0.8, 0.99);
    assertThat(some.overall()).isBetween(0.85, 0.99);
  }
}
