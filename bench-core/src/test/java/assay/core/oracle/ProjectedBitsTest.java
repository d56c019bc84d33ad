package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The effective bits that projections show, from known errors and beside those of all elements. */
class ProjectedBitsTest {
  /** One row is off by 4, the others by 1: three errors each, so 86 rows make a group. */
  @Test
  void projectionsGiveTheSquaresOfTheirErrors() {
    StatedProduct product = StatedProduct.ones(300, 4, 9).withAlpha(4).withAddend(1024);
    for (int row = 0; row < 300; row++) {
      product.off(row, row == 171 ? -0x1p-10 : 0x1p-12);
    }
    ProductKind.Sums sums =
        new ProductKind.Sums(4 * 16, 16 * 4, 4 * 1024.0 * 1024, 4 * 1028.0 * 1028);
    checkProjections(product, ProductKind.F32, sums, 4 * 0x1p-12);
  }

  /** The oracle's own 2⁻⁵³·(√4 + √9 + 2) is as large as what f64 rounds. */
  @Test
  void doublePrecisionIncludesTheOraclesOwnError() {
    StatedProduct product = StatedProduct.ones(300, 4, 9);
    for (int row = 0; row < 300; row++) {
      product.off(row, row == 171 ? -0x1p-47 : 0x1p-49);
    }
    checkProjections(product, ProductKind.F64, new ProductKind.Sums(4, 4, 0, 4), 0x1p-49);
  }

  private static void checkProjections(
      StatedProduct product, ProductKind kind, ProductKind.Sums sums, double error) {
    Freivalds freivalds =
        new Freivalds(product, product.result(kind.result), kind.result, kind.model());
    Comparison comparison = new Comparison();
    freivalds.check(new Random(5), comparison);
    assertThat(comparison.failed()).as("%s", comparison.verdict("projected")).isFalse();
    double own = 0x1p-53 * (2 + 3 + 2);
    List<MeanSquares> rows =
        IntStream.range(0, 300)
            .mapToObj(i ->
                MeanSquares.of(kind, sums, Math.pow(i == 171 ? 4 * error : error, 2), 4, 9, own))
            .toList();
    List<int[]> groups = List.of(new int[] {0, 86}, new int[] {86, 172}, new int[] {172, 300});
    MeanSquares.check(freivalds.bits(), kind, rows, 3, groups, 1);
  }

  /** Normal errors in all elements: the mean of 1,800 squares is known to 3 %, or 0.03 bits. */
  @Test
  void projectionsTellWhatTheElementsTell() {
    Random random = new Random(3);
    for (double alpha : new double[] {1, 2}) {
      KnownProduct known =
          KnownProduct.of(
              ProductKind.F32, 600, 16, alpha, alpha - 1, 1, () -> (float) random.nextGaussian());
      for (int row = 0; row < 600; row++) {
        for (int j = 0; j < KnownProduct.COLUMNS; j++) {
          known.add(row, j, row == 6 ? 0 : alpha * 0x1p-20 * random.nextGaussian());
        }
      }
      EffectiveBits every = known.bits();
      EffectiveBits projected = known.projected().bits();
      assertThat(projected.overall()).isCloseTo(every.overall(), within(0.15));
      assertThat(every.overall()).isBetween(21.0, 23.0);
      assertThat(every.sufficient()).isFalse();
      assertThat(projected.sufficient()).isFalse();
      // A row of zeros is left out where nothing is added to it.
      int rows = alpha == 1 ? 599 : 600;
      double fewer = 1 + MeanSquares.lambda(6) / Math.sqrt(3 * rows);
      double more = 1 + MeanSquares.lambda(150) / Math.sqrt(64.0 * rows);
      assertThat(every.floor() - projected.floor())
          .isCloseTo(Math.log(fewer / more) / Math.log(2), within(1e-4));
    }
  }

  /** A single error is projected as itself or its opposite, so that both know it alike. */
  @Test
  void projectionsTellOfOneElement() {
    Random random = new Random(5);
    KnownProduct known =
        KnownProduct.of(ProductKind.F32, 600, 16, 1, 0, 1, () -> random.nextInt(-4, 5));
    known.add(300, 17, 0x1p-12);
    EffectiveBits every = known.bits();
    EffectiveBits projected = known.projected().bits();
    assertThat(projected.overall()).isCloseTo(every.overall(), within(1e-6));
    // The mean is taken over 86 rows instead of 4.
    assertThat(projected.worst() - every.worst())
        .isCloseTo(Math.log(86 / 4.0) / Math.log(2) / 2, within(1e-6));
    assertThat(every.sufficient()).isFalse();
  }
}
