package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The formula of {@link RowErrors}, worked out once more in plain loops over the elements and terms
 * of small products.
 */
class RowErrorsTest {
  /** With 64 columns four rows make a group of 256 errors; the last group has what is left. */
  private static final int ROWS = 14;

  private static final List<int[]> GROUPS =
      List.of(new int[] {0, 4}, new int[] {4, 8}, new int[] {8, 14});
  private static final int TERMS = 5;

  /** Whole numbers that every type holds. */
  private static KnownProduct whole(
      ProductKind kind, int rows, double alpha, double beta, double scale) {
    Random random = new Random(5);
    KnownProduct known =
        KnownProduct.of(kind, rows, TERMS, alpha, beta, scale, () -> random.nextInt(-4, 5));
    for (int row = 0; row < rows; row++) {
      known.spoil(row, scale * 0x1p-16);
    }
    return known;
  }

  /** One bad row in the first group, in the middle one, and in both halves of the larger last. */
  @ParameterizedTest
  @EnumSource(ProductKind.class)
  void meanSquaresAreThoseOfTheFormula(ProductKind kind) {
    int[][] rowsAndGroups = {{1, 0}, {5, 1}, {9, 2}, {13, 2}};
    for (int[] bad : rowsAndGroups) {
      KnownProduct plain = whole(kind, ROWS, 1, 0, 1);
      plain.spoil(bad[0], 0.5);
      MeanSquares.check(plain.bits(), kind, plain.rows(), KnownProduct.COLUMNS, GROUPS, bad[1]);
      KnownProduct scaled = whole(kind, ROWS, -0.75, 1.5, 1);
      scaled.spoil(bad[0], 0.5);
      MeanSquares.check(scaled.bits(), kind, scaled.rows(), KnownProduct.COLUMNS, GROUPS, bad[1]);
    }
  }

  @Test
  void whatUnderflowsIsExplained() {
    KnownProduct small = whole(ProductKind.F32, ROWS, 1, 0, 0x1p-103);
    small.spoil(5, 0x1p-104);
    MeanSquares.check(small.bits(), ProductKind.F32, small.rows(), KnownProduct.COLUMNS, GROUPS, 1);
  }

  @Test
  void fewRowsAreOneGroup() {
    for (int rows : new int[] {1, 3, 5}) {
      KnownProduct few = whole(ProductKind.F32, rows, 1, 0, 1);
      few.spoil(rows - 1, 0.5);
      MeanSquares.check(
          few.bits(),
          ProductKind.F32,
          few.rows(),
          KnownProduct.COLUMNS,
          List.of(new int[] {0, rows}),
          0);
    }
  }

  /** A bad row among many leaves the mean of all within what rounding explains. */
  @Test
  void theWorstGroupDecides() {
    Random random = new Random(5);
    KnownProduct many =
        KnownProduct.of(ProductKind.F32, 400, TERMS, 1, 0, 1, () -> random.nextInt(-4, 5));
    many.spoil(397, 40 * ProductKind.U);
    EffectiveBits bits = many.bits();
    assertThat(bits.overall()).isGreaterThan(bits.floor());
    assertThat(bits.sufficient()).isFalse();
    List<int[]> groups =
        IntStream.range(0, 100).mapToObj(i -> new int[] {4 * i, 4 * i + 4}).toList();
    MeanSquares.check(bits, ProductKind.F32, many.rows(), KnownProduct.COLUMNS, groups, 99);
  }

  @Test
  void zerosHaveNoErrors() {
    KnownProduct zeros = KnownProduct.of(ProductKind.F32, ROWS, TERMS, 1, 0, 1, () -> 0);
    EffectiveBits bits = zeros.bits();
    assertThat(bits.overall()).isInfinite();
    assertThat(bits.worst()).isInfinite();
    assertThat(bits.ratio()).isZero();
  }

  /** What may exceed the type's range counts neither as an error nor as a result. */
  @Test
  void elementsBeyondTheRangeAreLeftOut() {
    KnownProduct known = whole(ProductKind.F32, ROWS, 1, 0, 1);
    double before = known.bits().overall();
    known.expected().bounds()[5] = Double.POSITIVE_INFINITY;
    known.actual().set(5, Double.POSITIVE_INFINITY);
    assertThat(known.bits().overall()).isCloseTo(before, within(0.1));
  }
}
