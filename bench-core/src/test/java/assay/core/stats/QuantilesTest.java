package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

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
  }
}
