package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossCurveTest {
  /** 2·10⁻⁶·(1 + t) of the loss or of 0.1, at most 1 % of it. */
  @ParameterizedTest
  @CsvSource({
    "0, 2, 4e-6",
    "9, 2, 4e-5",
    "0, -2, 4e-6",
    "9, 0.01, 2e-6",
    "4998, 1, 9.998e-3",
    "6000, 1, 0.01",
    "6000, 0, 0.001"
  })
  void theBoundGrowsByTheStepUpToOnePercent(int step, double expected, double bound) {
    assertThat(LossCurve.bound(step, expected)).isCloseTo(bound, withinPercentage(1e-9));
  }

  @Test
  void theWorstStepIsNamed() {
    double[] expected = {2, 1, 1, 1};
    LossCurve.Result passed =
        LossCurve.check(expected, new double[] {2, 1 + 2e-6, 1 - 3e-6, 1 + 4e-6});
    assertThat(passed.passed()).as(passed.message()).isTrue();
    assertThat(passed.step()).isEqualTo(1);
    assertThat(passed.worst()).isCloseTo(0.5, withinPercentage(1e-3));
    LossCurve.Result failed = LossCurve.check(expected, new double[] {2, 1, 1 - 7e-6, 1 + 4e-6});
    assertThat(failed.passed()).isFalse();
    assertThat(failed.message())
        .isEqualTo(
            "loss curve: step 2: expected 1.000000 ± 6.0e-06, found 0.9999930 (1.17 of its bound)");
  }

  /** A loss of 0 may be off by 2·10⁻⁶·0.1, and by no more. */
  @Test
  void theBoundItselfIsAllowed() {
    double bound = LossCurve.bound(0, 0);
    assertThat(LossCurve.check(new double[] {0}, new double[] {bound}).passed()).isTrue();
    assertThat(LossCurve.check(new double[] {0}, new double[] {Math.nextUp(bound)}).passed())
        .isFalse();
  }

  @Test
  void theFirstOfEquallyWrongStepsIsNamed() {
    assertThat(LossCurve.check(new double[] {1, 1}, new double[] {1, 1}).step()).isZero();
    LossCurve.Result lost =
        LossCurve.check(new double[] {1, 1, 1}, new double[] {1, Double.NaN, Double.NaN});
    assertThat(lost.step()).isEqualTo(1);
    assertThat(lost.worst()).isInfinite();
    assertThat(lost.passed()).isFalse();
  }

  @Test
  void curvesOfDifferentLengthAreNotCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossCurve.check(new double[2], new double[3]))
        .withMessage("loss curves of 2 and 3 steps cannot be compared");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossCurve.check(new double[0], new double[0]));
  }
}
