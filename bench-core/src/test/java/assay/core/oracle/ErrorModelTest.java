package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import assay.core.program.DataType;
import assay.core.program.Precision;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds' constants, from the formulas in {@link ErrorModel} worked out with 30 digits. */
class ErrorModelTest {
  /** Relative deviation allowed, in percent: far below any term of a formula. */
  private static final double EXACT = 1e-8;

  private static final ErrorModel SINGLE = new ErrorModel(Precision.F32);

  @Test
  void arithmeticIsInBinary64OrBinary32() {
    assertThat(ErrorModel.unit(DataType.F64)).isEqualTo(0x1p-52);
    for (DataType type : new DataType[] {DataType.F32, DataType.BF16, DataType.F8E4M3}) {
      assertThat(ErrorModel.unit(type)).as("%s", type).isEqualTo(0x1p-24 + 0x1p-53);
    }
    assertThat(ErrorModel.unit(DataType.S8)).isZero();
    assertThat(ErrorModel.unit(DataType.S32)).isZero();
  }

  @Test
  void resultsAreRoundedToWhatTheyAreStoredIn() {
    assertThat(ErrorModel.storage(DataType.F64)).isZero();
    assertThat(ErrorModel.storage(DataType.F32)).isZero();
    assertThat(ErrorModel.storage(DataType.BF16)).isEqualTo(0x1p-8);
    assertThat(ErrorModel.storage(DataType.F16)).isEqualTo(0x1p-11);
    assertThat(ErrorModel.storage(DataType.F8E4M3)).isEqualTo(0x1p-4);
    assertThat(ErrorModel.storage(DataType.S32)).isZero();
  }

  @Test
  void onlyTf32RoundsItsMultiplicands() {
    assertThat(new ErrorModel(Precision.TF32).multiplicand(DataType.F32)).isEqualTo(0x1p-11);
    assertThat(SINGLE.multiplicand(DataType.F32)).isZero();
  }

  /** √(2·ln(2·r/10⁻⁹)). */
  @ParameterizedTest
  @CsvSource({"0, 6.5446792155928248", "1, 6.5446792155928248", "1e6, 8.3942746649690503"})
  void lambdaGrowsWithTheNumberOfRoundings(double roundings, double lambda) {
    assertThat(ErrorModel.lambda(roundings)).isCloseTo(lambda, withinPercentage(EXACT));
  }

  /** The first from n·u/(1 − n·u), which is smaller for few terms, the others probabilistic. */
  @ParameterizedTest
  @CsvSource({
    "F32, 1, 1, 5.9604648439126831e-8",
    "F32, 50, 3, 2.9802411261313463e-6",
    "F32, 100, 10000, 5.0033907752587581e-6",
    "F32, 1000000, 1, 5.0046653462926305e-4",
    "F64, 1000000, 5, 1.906000713961696e-12"
  })
  void gammaIsTheSmallerOfTwoBounds(DataType type, long terms, long sums, double gamma) {
    assertThat(SINGLE.gamma(type, terms, sums)).isCloseTo(gamma, withinPercentage(EXACT));
  }

  /**
   * Truncating matrix units have errors of one sign: n·u/(1 − n·u), and all that is lost at most.
   */
  @Test
  void narrowOperandsGetTheCertainBound() {
    double thousand = 5.960819781187582e-5;
    ErrorModel brain = new ErrorModel(Precision.BF16);
    assertThat(brain.gamma(DataType.BF16, 1000, 1)).isCloseTo(thousand, withinPercentage(EXACT));
    assertThat(new ErrorModel(Precision.TF32).gamma(DataType.F32, 1000, 1))
        .isCloseTo(thousand, withinPercentage(EXACT));
    assertThat(brain.gamma(DataType.BF16, (1 << 23) - 1, 1))
        .isCloseTo(0.9999997653067383, withinPercentage(EXACT))
        .isLessThan(1);
    assertThat(brain.gamma(DataType.BF16, 1 << 23, 1)).isEqualTo(1);
  }

  /** Fourteen bits: 2⁻¹² of the sum of all magnitudes, for narrow operands only. */
  @Test
  void narrowAccumulatorsTruncateProducts() {
    ErrorModel hopper = new ErrorModel(Precision.F8E4M3, OptionalInt.of(14));
    double wide = new ErrorModel(Precision.F8E4M3).gamma(DataType.F8E4M3, 1000, 1);
    assertThat(hopper.gamma(DataType.F8E4M3, 1000, 1))
        .isCloseTo(wide + 0x1p-12, withinPercentage(EXACT));
    assertThat(hopper.truncation(DataType.F8E4M3)).isEqualTo(0x1p-12);
    assertThat(hopper.truncation(DataType.F32)).isZero();
    assertThat(new ErrorModel(Precision.F8E4M3).truncation(DataType.F8E4M3)).isZero();
  }

  @Test
  void fewTermsCannotBeCorrelatedMoreThanFully() {
    assertThat(ErrorModel.correlation(1)).isEqualTo(1);
    assertThat(ErrorModel.correlation(2)).isEqualTo(Math.sqrt(2));
    assertThat(ErrorModel.correlation(4)).isEqualTo(2);
    assertThat(ErrorModel.correlation(100)).isEqualTo(2);
  }

  @Test
  void storingAddsARoundingAndUnderflow() {
    assertThat(ErrorModel.stored(DataType.F32, -3, 0.5)).isEqualTo(0.5 + Float.MIN_NORMAL);
    assertThat(ErrorModel.stored(DataType.F32, 0, 0)).isEqualTo(Float.MIN_NORMAL);
    assertThat(ErrorModel.stored(DataType.F64, 0, 0)).isEqualTo(1e-150);
    assertThat(ErrorModel.stored(DataType.BF16, -3, 1)).isEqualTo(1 + 4.0 / 256);
    assertThat(ErrorModel.stored(DataType.BF16, 0, 0)).isEqualTo(Float.MIN_NORMAL);
    assertThat(ErrorModel.stored(DataType.F16, 0, 0)).isEqualTo(0x1p-25);
    assertThat(ErrorModel.stored(DataType.F8E4M3, 0, 0)).isEqualTo(0x1p-10);
    assertThat(ErrorModel.tiny(DataType.S8)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 1.7976931348623157e308",
    "F32, 3.4028234663852886e38",
    "BF16, 3.3895313892515355e38",
    "F16, 65504",
    "F8E4M3, 448"
  })
  void aResultThatMayExceedTheRangeHasNoBound(DataType type, double largest) {
    double below = largest * (1 - 2 * type.unitRoundoff());
    assertThat(ErrorModel.stored(type, below, below * type.unitRoundoff() * 4)).isInfinite();
    assertThat(ErrorModel.stored(type, -below, below * type.unitRoundoff() * 4)).isInfinite();
    assertThat(ErrorModel.stored(type, largest * (1 - 4 * type.unitRoundoff()), 0)).isFinite();
  }

  /** What does not move the largest value at all is within the range. */
  @Test
  void theLargestValueIsInTheRange() {
    assertThat(ErrorModel.stored(DataType.F64, Double.MAX_VALUE, 0)).isEqualTo(1e-150);
  }

  @Test
  void integersMoveByWholeSteps() {
    assertThat(ErrorModel.stored(DataType.S32, 7, 0)).isZero();
    assertThat(ErrorModel.stored(DataType.S32, 3, 0.4)).isZero();
    assertThat(ErrorModel.stored(DataType.S32, 3, 0.6)).isEqualTo(1);
    assertThat(ErrorModel.stored(DataType.S32, 3.25, 0.5)).isEqualTo(0.75);
    assertThat(ErrorModel.stored(DataType.S32, 2.75, 0.5)).isEqualTo(0.75);
    assertThat(ErrorModel.stored(DataType.S8, -3, 1)).isCloseTo(1, within(0.0));
  }
}
