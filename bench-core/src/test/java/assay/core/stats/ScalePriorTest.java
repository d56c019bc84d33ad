package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ScalePriorTest {
  private static int[] each(int series, int values) {
    int[] counts = new int[series];
    Arrays.fill(counts, values);
    return counts;
  }

  /** By hand: logarithms ±1 in equal parts have variance 12/11; sampling takes 1.9/19 = 0.1. */
  @Test
  void scalesAreDrawnTowardsWhatIsUsual() {
    double[] scales = new double[12];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Math.exp(i % 2 == 0 ? 1 : -1);
    }
    ScalePrior prior = ScalePrior.of(scales, each(12, 19));
    double variance = 12.0 / 11 - 0.1;
    assertThat(prior.mean()).isEqualTo(0, within(1e-12));
    assertThat(prior.variance()).isEqualTo(variance, within(1e-12));
    double own = variance / (variance + 0.1);
    ScalePrior.Scale drawn = prior.draw(Math.E, 19);
    assertThat(Math.log(drawn.value())).isEqualTo(own, within(1e-12));
    assertThat(drawn.logVariance())
        .isEqualTo(own * 0.1 + (1 - own) * (1 - own) * (variance + 0.1) / 12, within(1e-12));
  }

  @Test
  void fewSeriesTellNothing() {
    ScalePrior prior = ScalePrior.of(new double[] {1, 2, 3}, each(3, 20));
    assertThat(prior.draw(3, 20)).isEqualTo(new ScalePrior.Scale(3, 1.9 / 20));
  }

  /** Series that are all alike: what remains of a scale is the mean of all. */
  @Test
  void alikeSeriesShareOneScale() {
    RandomGenerator random = new SplittableRandom(3);
    double[] scales = new double[200];
    Arrays.setAll(
        scales,
        _ ->
            ScalePrior.robustScale(
                random.doubles(30).map(_ -> random.nextGaussian()).toArray(), 1e-9));
    ScalePrior prior = ScalePrior.of(scales, each(200, 30));
    assertThat(prior.draw(0.5, 30).value()).isBetween(0.9, 1.05);
    assertThat(prior.draw(2, 30).value()).isBetween(0.95, 1.15);
  }

  /** Student's quantiles by the tables: t(5; 0.025) = 2.571 against 1.960. */
  @Test
  void anUncertainScaleHasAWiderTail() {
    assertThat(new ScalePrior.Scale(1, 0.1).tailRatio(0.025))
        .isEqualTo(2.571 / 1.960, within(1e-3));
    assertThat(new ScalePrior.Scale(1, 0).tailRatio(0.025)).isEqualTo(1);
  }

  @Test
  void constantValuesHaveTheFloor() {
    assertThat(ScalePrior.robustScale(new double[] {2, 2, 2, 5}, 0.5)).isEqualTo(0.5);
    assertThat(ScalePrior.robustScale(new double[] {1, 2, 3, 4, 5}, 0.5)).isEqualTo(1.4826);
  }
}
