package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which elements of a large product are computed in full, and how exact they must be. */
class SamplesTest {
  private static final double U = 0x1p-24 + 0x1p-53;
  private static final double EXACT = 1e-6;

  private static Verdict verdict(
      StatedProduct product, HostTensor actual, DataType operand, Precision precision) {
    Comparison comparison = new Comparison();
    new Samples(product, actual, operand, new ErrorModel(precision))
        .check(new Random(5), comparison);
    return comparison.verdict("sampled");
  }

  private static Verdict verdict(StatedProduct product) {
    return verdict(product, product.result(DataType.F32), DataType.F32, Precision.F32);
  }

  /** A hundred million multiplications, but no less than 64 elements and no more than 512. */
  @ParameterizedTest
  @CsvSource({"1, 512", "195312, 512", "200000, 500", "1000000, 100", "1562500, 64", "9000000, 64"})
  void longSumsGetFewerSamples(long terms, int samples) {
    StatedProduct product = StatedProduct.ones(50, 60, terms);
    Verdict verdict = verdict(product);
    assertThat(verdict.checked()).isEqualTo(samples);
    assertThat(product.computed()).hasSize(samples);
  }

  @Test
  void cornersAndTailsAreAmongThem() {
    StatedProduct product = StatedProduct.ones(400, 500, 1);
    verdict(product);
    assertThat(product.computed())
        .contains(new int[] {0, 0}, new int[] {0, 499}, new int[] {399, 0}, new int[] {399, 499});
    long tailRows = product.computed().stream().filter(at -> at[0] >= 360).count();
    long tailColumns = product.computed().stream().filter(at -> at[1] >= 460).count();
    // 254 of each by choice, and about one in ten of the others by chance.
    assertThat(tailRows).isBetween(262L, 305L);
    assertThat(tailColumns).isBetween(262L, 305L);
    assertThat(product.computed().stream().filter(at -> at[0] >= 360 && at[1] >= 460).count())
        .as("in both tails")
        .isBetween(135L, 170L);
    assertThat(product.computed().stream().mapToInt(at -> at[0]).distinct().count())
        .as("rows")
        .isGreaterThan(200);
    for (int last = 0; last < 40; last++) {
      int row = 399 - last;
      assertThat(product.computed())
          .as("row %d", row)
          .anySatisfy(at -> assertThat(at[0]).isEqualTo(row));
    }
  }

  @Test
  void smallExtentsAreTailThroughout() {
    StatedProduct product = StatedProduct.ones(1, 3, 1);
    assertThat(verdict(product).passed()).isTrue();
    assertThat(product.computed()).allSatisfy(at -> assertThat(at[0]).isZero());
    for (int column = 0; column < 3; column++) {
      int wanted = column;
      assertThat(product.computed()).anySatisfy(at -> assertThat(at[1]).isEqualTo(wanted));
    }
  }

  /** What an element of 1 may be off by, as the ratio for an actual value that is off by 2⁻¹⁰. */
  private static double bound(StatedProduct product, DataType operand, Precision precision) {
    HostTensor actual = product.result(DataType.F32);
    double right = actual.get(0);
    actual.set(0, right + 0x1p-10);
    Verdict verdict = verdict(product, actual, operand, precision);
    assertThat(verdict.mismatch().isPresent()).isEqualTo(verdict.worst() > 1);
    return 0x1p-10 / verdict.worst();
  }

  /** One term: γ = u/(1 − u), times the magnitude of 3. */
  @Test
  void anElementMayBeOffByItsRoundings() {
    StatedProduct product = StatedProduct.ones(5, 5, 1).withMagnitude(3);
    assertThat(bound(product, DataType.F32, Precision.F32))
        .isCloseTo(3 * U / (1 - U), withinPercentage(EXACT));
  }

  /** Rounded multiplicands add 4·2⁻¹¹. */
  @Test
  void tf32ElementsMayBeOffByTheirMultiplicands() {
    StatedProduct product = StatedProduct.ones(5, 5, 1).withMagnitude(3);
    assertThat(bound(product, DataType.F32, Precision.TF32))
        .isCloseTo(3 * (U / (1 - U) + 4 * 0x1p-11), withinPercentage(EXACT));
  }

  /** α = −4: 4·γ·3, and two roundings of the scaled product of −4. */
  @Test
  void scalingAddsItsOwnRoundings() {
    StatedProduct product = StatedProduct.ones(5, 5, 1).withMagnitude(3).withAlpha(-4);
    assertThat(bound(product, DataType.F32, Precision.F32))
        .isCloseTo(12 * U / (1 - U) + 8 * U, withinPercentage(EXACT));
  }

  /** An addend of −16 is rounded twice, and the sum of −15 once. */
  @Test
  void anAddendAddsItsOwnRoundings() {
    StatedProduct product = StatedProduct.ones(5, 5, 1).withMagnitude(3).withAddend(-16);
    assertThat(bound(product, DataType.F32, Precision.F32))
        .isCloseTo(3 * U / (1 - U) + U * (2 * 16 + 15), withinPercentage(EXACT));
  }

  @Test
  void integersAreRoundedToWholeOnes() {
    StatedProduct product = StatedProduct.ones(5, 5, 1).scaled(3).withAlpha(0.5);
    HostTensor actual = product.result(DataType.S32);
    assertThat(actual.get(0)).isEqualTo(2);
    assertThat(verdict(product, actual, DataType.S8, Precision.S8).worst()).isZero();
    actual.set(0, 3);
    assertThat(verdict(product, actual, DataType.S8, Precision.S8).passed()).isFalse();
  }
}
