package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void medianOfOddAndEvenCounts() {
    assertThat(Quantiles.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Quantiles.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    assertThat(Quantiles.median(new double[] {7})).isEqualTo(7);
  }

  /** Values of R's quantile(c(1, 2, 4, 8, 16), type = 7). */
  @Test
  void typeSevenAgreesWithR() {
    double[] values = {16, 1, 8, 2, 4};
    assertThat(Quantiles.quantile(values, 0)).isEqualTo(1);
    assertThat(Quantiles.quantile(values, 0.1)).isEqualTo(1.4, within(1e-12));
    assertThat(Quantiles.quantile(values, 0.25)).isEqualTo(2);
    assertThat(Quantiles.quantile(values, 0.9)).isEqualTo(12.8, within(1e-12));
    assertThat(Quantiles.quantile(values, 1)).isEqualTo(16);
  }

  @Test
  void extremesDoNotOverflow() {
    double max = Double.MAX_VALUE;
    assertThat(Quantiles.median(new double[] {max, max})).isEqualTo(max);
    assertThat(Quantiles.median(new double[] {-max, max})).isZero();
  }

  /** Interpolation rounds: 0.7·0.1 + 0.3·0.1 must not leave the values between which it lies. */
  @Test
  void lieBetweenTheirNeighbours() {
    SplittableRandom random = new SplittableRandom(17);
    for (int t = 0; t < 2_000; t++) {
      double same = random.nextDouble();
      double p = random.nextDouble();
      assertThat(Quantiles.quantile(new double[] {same, same, same}, p)).isEqualTo(same);
      double[] values = random.doubles(1 + t % 9).toArray();
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int below = (int) Math.floor(p * (values.length - 1));
      assertThat(Quantiles.quantile(values, p))
          .isBetween(sorted[below], sorted[Math.min(below + 1, values.length - 1)]);
    }
  }

  /** Weights 1, 1, 1, 5 of values 1 to 4: half of 8 is reached at the fourth. */
  @Test
  void aWeightedMedian() {
    double[] values = {4, 2, 1, 3};
    assertThat(Quantiles.weightedMedian(values, new double[] {5, 1, 1, 1})).isEqualTo(4);
    assertThat(Quantiles.weightedMedian(values, new double[] {1, 1, 1, 1})).isEqualTo(2);
    assertThat(Quantiles.weightedMedian(values, new double[] {0, 0, 3, 1})).isEqualTo(1);
    assertThat(values).containsExactly(4, 2, 1, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.weightedMedian(values, new double[] {0, 0, 0, Double.NaN}));
  }

  @Test
  void runningMedians() {
    assertThat(Quantiles.runningMediansOfThree(new double[] {3, 1, 2, 9, 0, 0}))
        .containsExactly(2, 2, 2, 0);
    assertThat(Quantiles.runningMediansOfThree(new double[] {3, 1})).isEmpty();
  }

  @Test
  void eachForkHasItsMedian() {
    assertThat(Quantiles.medians(new double[][] {{3, 1, 2}, {4}, {9, 5}})).containsExactly(2, 4, 7);
  }

  @Test
  void madIsTheMedianDistance() {
    assertThat(Quantiles.mad(new double[] {1, 1, 2, 2, 4, 6, 9})).isEqualTo(1);
  }

  @Test
  void argumentIsLeftAlone() {
    double[] values = {3, 1, 2};
    Quantiles.median(values);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void nothingAndNonFiniteAreErrors() {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantiles.median(new double[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.median(new double[] {1, Double.NaN}))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.quantile(new double[] {1}, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.quantile(new double[] {1}, 1.01));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.quantile(new double[] {1}, -0.01));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.median(new double[] {1, Double.POSITIVE_INFINITY}))
        .withMessageContaining("Infinity");
  }
}
