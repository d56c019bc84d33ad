package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
  private static Interval interval(double[] perFold, double testToTraining) {
    return Objects.requireNonNull(
        CrossValidation.interval(perFold, testToTraining).orNull(), "no interval");
  }

  /**
   * Deviations of −2 … 2 have s² = 2.5; Student's t with 4 degrees of freedom is 2.776445 at 97.5 %
   * (any table); 1/5 + 1/4 = 0.45.
   */
  @Test
  void theVarianceIsCorrectedForSharedTrainingData() {
    double[] perFold = {78, 79, 80, 81, 82};
    assertThat(CrossValidation.mean(perFold)).isEqualTo(80);
    double half = 2.776445 * Math.sqrt(0.45 * 2.5);
    Interval corrected = interval(perFold, 0.25);
    assertThat(corrected.low()).isEqualTo(80 - half, within(1e-5));
    assertThat(corrected.high()).isEqualTo(80 + half, within(1e-5));
    assertThat(corrected.level()).isEqualTo(0.95);
  }

  /**
   * Folds whose correlation is that which the correction assumes, n₂/(n₁ + n₂) = 1/5: the corrected
   * interval holds its level where the plain t interval does not.
   */
  @Test
  void coversWhereThePlainIntervalDoesNot() {
    SplittableRandom random = new SplittableRandom(11);
    int runs = 20_000;
    int corrected = 0;
    int plain = 0;
    for (int run = 0; run < runs; run++) {
      double shared = Math.sqrt(0.2) * random.nextGaussian();
      double[] perFold = new double[5];
      for (int i = 0; i < perFold.length; i++) {
        perFold[i] = shared + Math.sqrt(0.8) * random.nextGaussian();
      }
      corrected += interval(perFold, 0.25).contains(0) ? 1 : 0;
      plain += interval(perFold, 1e-12).contains(0) ? 1 : 0;
    }
    assertThat((double) corrected / runs).isEqualTo(0.95, within(0.01));
    assertThat((double) plain / runs).isLessThan(0.90);
  }

  @Test
  void whatHasNoSpreadHasNoInterval() {
    assertThat(CrossValidation.interval(new double[] {0.8}, 0.25).whyNot())
        .isEqualTo("a single fold has no spread");
    assertThat(CrossValidation.interval(new double[] {0.8, 0.8, 0.8}, 0.5).whyNot())
        .startsWith("all folds gave the same value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.interval(new double[] {1, 2}, 0));
  }
}
