package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

/** Mean squares of a row, relative to its scale, which is 0 for a row of zeros. */
record MeanSquares(double found, double explained, double scale) {
  private static final double BITS = 1e-9;

  static MeanSquares of(
      ProductKind kind, ProductKind.Sums sums, double error, int columns, double k, double own) {
    double scale = sums.scale();
    return new MeanSquares(error / scale, kind.explained(sums, columns, k, own) / scale, scale);
  }

  /** Of several rows; chance is (1 + λ/√d). */
  private record Mean(double found, double explained, double chance) {
    static Mean of(List<MeanSquares> rows, double lambda, int perRow) {
      List<MeanSquares> some = rows.stream().filter(row -> row.scale > 0).toList();
      return new Mean(
          some.stream().mapToDouble(MeanSquares::found).sum() / some.size(),
          some.stream().mapToDouble(MeanSquares::explained).sum() / some.size(),
          1 + lambda / Math.sqrt((double) some.size() * perRow));
    }

    double ratio() {
      return Math.sqrt(found / explained) / chance;
    }
  }

  static double lambda(int groups) {
    return Math.sqrt(2 * Math.log(2 * (groups + 1) / 1e-9));
  }

  private static double bits(double meanSquare) {
    return -0.5 * Math.log(meanSquare) / Math.log(2);
  }

  /**
   * Compares with what the rows give.
   *
   * @param bad the group that has the largest errors
   */
  static void check(
      EffectiveBits actual,
      ProductKind kind,
      List<MeanSquares> rows,
      int perRow,
      List<int[]> groups,
      int bad) {
    double lambda = lambda(groups.size());
    Mean all = Mean.of(rows, lambda, perRow);
    int[] at = groups.get(bad);
    Mean worst = Mean.of(rows.subList(at[0], at[1]), lambda, perRow);
    assertThat(actual.precision()).isEqualTo(kind.precision);
    assertThat(actual.full()).isEqualTo(kind.full);
    assertThat(actual.overall()).isCloseTo(bits(all.found), within(BITS));
    assertThat(actual.worst()).isCloseTo(bits(worst.found), within(BITS));
    assertThat(actual.floor())
        .isCloseTo(bits(all.explained * all.chance * all.chance), within(BITS));
    double ratio = Math.max(all.ratio(), worst.ratio());
    assertThat(actual.ratio()).isCloseTo(ratio, within(BITS * ratio));
  }
}
