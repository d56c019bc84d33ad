package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How often is projected, and from which error on a row is refused, against thresholds worked out
 * by hand. The sampled elements agree with the result throughout, so that only projections can
 * differ.
 */
class FreivaldsTest {
  private static final double U = 0x1p-24 + 0x1p-53;

  /** Relative deviation allowed, in percent. */
  private static final double EXACT = 1e-6;

  private static Verdict verdict(
      StatedProduct product, HostTensor actual, DataType operand, Precision precision) {
    Comparison comparison = new Comparison();
    new Freivalds(product, actual, operand, new ErrorModel(precision))
        .check(new Random(5), comparison);
    return comparison.verdict("projected");
  }

  private static Verdict single(StatedProduct product) {
    return verdict(product, product.result(DataType.F32), DataType.F32, Precision.F32);
  }

  /** λ·(1 + λ/√n) for three projections of so many rows. */
  private static double deviations(int rows, int columns) {
    double lambda = Math.sqrt(2 * Math.log(2 * 3.0 * rows / 1e-9));
    return lambda * (1 + lambda / Math.sqrt(columns));
  }

  @Test
  void everyRowIsProjectedThreeTimesOnSigns() {
    StatedProduct product = StatedProduct.ones(5, 64, 9);
    Verdict verdict = single(product);
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(verdict.worst()).isZero();
    assertThat(verdict.checked()).isEqualTo(5 * 64 + 512);
    assertThat(product.vectors())
        .hasSize(3)
        .allSatisfy(z -> assertThat(z).hasSize(64).contains(1, -1).doesNotContain(0))
        .doesNotHaveDuplicates();
  }

  @Test
  void oneRefusalIsEnough() {
    StatedProduct product = StatedProduct.ones(5, 64, 9).off(3, 1);
    Verdict verdict = single(product);
    assertThat(verdict.passed()).isFalse();
    assertThat(product.vectors()).hasSize(1);
    assertThat(verdict.mismatch().orElseThrow().position()).isEqualTo("[3, 0]");
    assertThat(verdict.mismatch().orElseThrow().bound()).isEqualTo(1);
  }

  @Test
  void theWorstRowIsNamed() {
    StatedProduct product =
        StatedProduct.ones(6, 4, 9).off(0, 0.5).off(2, -2).off(3, 2.5).off(5, 1);
    assertThat(single(product).mismatch().orElseThrow().position()).isEqualTo("[3, 0]");
    StatedProduct alike = StatedProduct.ones(6, 4, 9).off(2, 2).off(4, 2);
    assertThat(single(alike).mismatch().orElseThrow().position()).isEqualTo("[2, 0]");
  }

  /** (u·(√9 + 2))²·(Σ c² + Σ T²) = 25·u²·(4 + 4). */
  @Test
  void singlePrecisionErrsByTheRootOfItsTerms() {
    double threshold = deviations(1, 4) * 5 * U * Math.sqrt(8);
    Verdict within = single(StatedProduct.ones(1, 4, 9).off(0, 0.99 * threshold));
    assertThat(within.passed()).as(within.message()).isTrue();
    assertThat(within.worst()).isCloseTo(0.99, withinPercentage(EXACT));
    Verdict beyond = single(StatedProduct.ones(1, 4, 9).off(0, -1.01 * threshold));
    assertThat(beyond.passed()).isFalse();
    assertThat(beyond.worst()).isCloseTo(1.01, withinPercentage(EXACT));
  }

  /** More rows give more chances of a false alarm, for which λ allows. */
  @Test
  void theThresholdAllowsForEveryRow() {
    double threshold = deviations(100, 4) * 5 * U * Math.sqrt(8);
    assertThat(single(StatedProduct.ones(100, 4, 9).off(42, threshold / 2)).worst())
        .isCloseTo(0.5, withinPercentage(EXACT));
  }

  /** In double precision the oracle's own 2⁻⁵³·(√4 + √9 + 2) counts: 25·2⁻¹⁰⁴ + 2·49·2⁻¹⁰⁶. */
  @Test
  void doublePrecisionIncludesTheOraclesOwnError() {
    StatedProduct product = StatedProduct.ones(1, 4, 9);
    double threshold = deviations(1, 4) * Math.sqrt((25 + 2 * 49 / 4.0) * 8) * 0x1p-52;
    // The error must be a multiple of the last bit of a sum of four ones.
    double off = 200 * 0x1p-52;
    Verdict verdict =
        verdict(product.off(0, off), product.result(DataType.F64), DataType.F64, Precision.F64);
    assertThat(verdict.worst()).isLessThan(1);
    // Σ zⱼ + off is rounded to the last bit of the sum, at most ±4.
    assertThat(verdict.worst()).isCloseTo(off / threshold, withinPercentage(3));
  }

  /** Units that truncate drift by k/2 roundings: u·(64/2 + 2); two terms by √2, which is more. */
  @Test
  void narrowOperandsDriftWithTheNumberOfTerms() {
    StatedProduct product = StatedProduct.ones(1, 4, 64);
    product.off(0, deviations(1, 4) * 34 * U * Math.sqrt(8) / 2);
    assertThat(
            verdict(product, product.result(DataType.F32), DataType.BF16, Precision.BF16).worst())
        .isCloseTo(0.5, withinPercentage(EXACT));
    StatedProduct two = StatedProduct.ones(1, 4, 2);
    two.off(0, deviations(1, 4) * (Math.sqrt(2) + 2) * U * Math.sqrt(8) / 2);
    assertThat(verdict(two, two.result(DataType.F32), DataType.BF16, Precision.BF16).worst())
        .isCloseTo(0.5, withinPercentage(EXACT));
  }

  /** Two multiplicands off by 2·2⁻¹¹ each: (34·u)² + 2·2⁻²⁰. */
  @Test
  void tf32RoundsBothMultiplicands() {
    StatedProduct product = StatedProduct.ones(1, 4, 64);
    double square = 34 * U * 34 * U + 2 * 0x1p-20;
    product.off(0, deviations(1, 4) * Math.sqrt(square * 8) / 2);
    assertThat(verdict(product, product.result(DataType.F32), DataType.F32, Precision.TF32).worst())
        .isCloseTo(0.5, withinPercentage(EXACT));
  }

  /** Four results of 1, each rounded by 2⁻⁸. */
  @Test
  void narrowResultsAreRounded() {
    StatedProduct product = StatedProduct.ones(1, 4, 64);
    double square = 34 * U * 34 * U * 8 + 0x1p-16 * 4;
    product.off(0, deviations(1, 4) * Math.sqrt(square) / 2);
    assertThat(
            verdict(product, product.result(DataType.BF16), DataType.BF16, Precision.BF16).worst())
        .isCloseTo(0.5, withinPercentage(EXACT));
  }

  /** With 14 bits, 2⁻¹² of Σ|t| ≤ √64·T is lost: (34·u)² + 64·2⁻²⁴. */
  @Test
  void narrowAccumulatorsLoseBits() {
    StatedProduct product = StatedProduct.ones(1, 4, 64);
    HostTensor actual = product.result(DataType.F32);
    double square = 34 * U * 34 * U + 64 * 0x1p-24;
    product.off(0, deviations(1, 4) * Math.sqrt(square * 8) / 2);
    Comparison comparison = new Comparison();
    ErrorModel model = new ErrorModel(Precision.F8E4M3, OptionalInt.of(14));
    new Freivalds(product, actual, DataType.F8E4M3, model).check(new Random(5), comparison);
    assertThat(comparison.verdict("projected").worst()).isCloseTo(0.5, withinPercentage(EXACT));
  }

  /** α = 4: Σ (4·1)² + 4²·Σ T² = 64 + 64, and what is off by 1 before scaling is off by 4 after. */
  @Test
  void alphaScalesErrorsAndSpread() {
    StatedProduct product = StatedProduct.ones(1, 4, 9).withAlpha(4);
    product.off(0, deviations(1, 4) * 5 * U * Math.sqrt(128) / 4 / 2);
    assertThat(single(product).worst()).isCloseTo(0.5, withinPercentage(EXACT));
  }

  /** The addend is no part of the product's spread but is rounded itself: 9·u²·5·1024². */
  @Test
  void anAddendIsRoundedToo() {
    StatedProduct product = StatedProduct.ones(1, 5, 9).withAddend(1024);
    double square = 25 * 10 + 9 * 5 * 1024.0 * 1024;
    product.off(0, deviations(1, 5) * U * Math.sqrt(square) / 2);
    assertThat(single(product).worst()).isCloseTo(0.5, withinPercentage(EXACT));
  }

  @Test
  void resultsThatUnderflowMayBeZero() {
    StatedProduct zeros = StatedProduct.ones(1, 4, 9).scaled(0);
    assertThat(single(zeros.off(0, 2 * Float.MIN_NORMAL)).worst()).isEqualTo(0.5);
    assertThat(single(zeros.off(0, 5 * Float.MIN_NORMAL)).passed()).isFalse();
  }

  /** A product scaled by a fraction is rounded to integers, four times by up to a half. */
  @Test
  void integersAreExactButForAFractionOfThem() {
    StatedProduct halves = StatedProduct.ones(1, 4, 9).scaled(8).withAlpha(0.5);
    HostTensor four = halves.result(DataType.S32);
    Verdict most = verdict(halves.off(0, 4), four, DataType.S8, Precision.S8);
    assertThat(most.worst()).isEqualTo(1);
    assertThat(most.checked()).as("no row was searched").isEqualTo(4 + 512);
    assertThat(most.passed()).isTrue();
    assertThat(verdict(halves.off(0, 4.5), four, DataType.S8, Precision.S8).passed()).isFalse();
    StatedProduct doubles = StatedProduct.ones(1, 4, 9).scaled(8).withAlpha(2);
    HostTensor sixteen = doubles.result(DataType.S32);
    assertThat(verdict(doubles, sixteen, DataType.S8, Precision.S8).worst()).isZero();
    assertThat(verdict(doubles.off(0, 0.5), sixteen, DataType.S8, Precision.S8).worst())
        .isInfinite();
  }

  @Test
  void whatIsNotFiniteIsInfinitelyWrong() {
    StatedProduct product = StatedProduct.ones(3, 4, 9);
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      HostTensor actual = product.result(DataType.F32);
      actual.set(6, value);
      Verdict verdict = verdict(product, actual, DataType.F32, Precision.F32);
      assertThat(verdict.worst()).isInfinite();
      assertThat(verdict.mismatch().orElseThrow().position()).isEqualTo("[1, 2]");
    }
  }

  @Test
  void theWrongElementOfARowIsFound() {
    StatedProduct product = StatedProduct.ones(300, 200, 9);
    HostTensor actual = product.result(DataType.F32);
    actual.set(product.index(171, 93), 1.01);
    Verdict verdict = verdict(product, actual, DataType.F32, Precision.F32);
    assertThat(verdict.mismatch().orElseThrow().position()).isEqualTo("[171, 93]");
    assertThat(verdict.mismatch().orElseThrow().expected()).isEqualTo(1);
    actual.set(product.index(171, 93), Double.NaN);
    Verdict lost = verdict(product, actual, DataType.F32, Precision.F32);
    assertThat(lost.worst()).isInfinite();
    assertThat(lost.mismatch().orElseThrow().position()).isEqualTo("[171, 93]");
  }
}
