package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import java.util.stream.IntStream;

/**
 * The mean-square errors of a product's rows, beside those that rounding explains. Bounds of single
 * elements have to allow for the worst of millions; a mean square is known to a few percent, so it
 * tells arithmetic with fewer bits apart that stays within every bound.
 *
 * <p>Scale. An element is a sum s of terms t, the last of them the addend. Errors are relative to
 * √((Σ s² + Σ Σ t²) / 2) over the row. For independent terms both sums are alike; where terms
 * cancel, or all have one sign, one of them is small, and the scale still is that of what was
 * rounded.
 *
 * <p>What rounding explains, with u for the unit roundoff of the sum, P = Σ s² without the addend,
 * T = Σ Σ t² of the products, A = Σ addend², V = Σ result²:
 *
 * <ul>
 *   <li>Additions. An error of rounding to nearest is uniform in ±u·2ᵉ with 2ᵉ ≤ |x| and has a mean
 *       square of at most u²·x²/3. In an order that does not depend on the values, j of k terms
 *       have a sum whose mean square, given s, is (j/k)·(1 − j/k)·ΣΣ t² + (j/k)²·s²; no order has
 *       larger partial sums than one after the other, in which the mean over j is T/6 + P/3. So k
 *       additions err by u²/3·k·(T/6 + P/3). Products and a scaled addend that are rounded by
 *       themselves, and the last operations, add u²/3·(T + 3·(P + A)).
 *   <li>Matrix units may truncate (see {@link ErrorModel}): operands narrower than f32 drift by u/2
 *       for each term, (u·k/2)²·P.
 *   <li>Multiplicands of fewer bits (tf32), truncated with an error of up to 2u': the mean of the
 *       errors, u' on each side, is common to all terms, (2u')²·P; their variance u'²/3 on each
 *       side is not, 2/3·u'²·T.
 *   <li>A narrow accumulator loses what {@link ErrorModel} allows of Σ|t|, of which the square is
 *       at most k·T.
 *   <li>Storing the result with a roundoff of v: v²/3·V. Underflow: the square of the smallest
 *       error, of each element.
 *   <li>The oracle's own arithmetic, off by w: w²·(P + T).
 * </ul>
 *
 * <p>Chance. The mean of d squares exceeds its expectation by a factor of (1 + λ/√d)² with a
 * probability of at most exp(−λ²/2) (Laurent and Massart, Annals of Statistics 28, 2000, lemma 1).
 * Rows are taken together until d is at least {@value #GROUP}.
 */
final class RowErrors {
  static final int GROUP = 256;

  private final Projection product;
  private final double[] squares;
  private final DataType operand;
  private final DataType result;
  private final ErrorModel model;
  private final double own;

  /** Squared errors that each row was given. */
  private final int perRow;

  /** By row, relative to the square of its scale; NaN for rows of zeros. */
  private final double[] found;

  private final double[] explained;

  /**
   * @param squares of the product
   * @param result type of the results
   * @param perRow independent errors whose squares are added for each row
   * @param own relative error of the oracle's expected values
   */
  RowErrors(
      Projection product,
      double[] squares,
      DataType operand,
      DataType result,
      ErrorModel model,
      int perRow,
      double own) {
    this.product = product;
    this.squares = squares;
    this.operand = operand;
    this.result = result;
    this.model = model;
    this.perRow = perRow;
    this.own = own;
    this.found = new double[product.rows()];
    this.explained = new double[product.rows()];
  }

  /** Those of a product whose every element is known. */
  static EffectiveBits bits(
      Projection product,
      ReferenceTensor expected,
      HostTensor actual,
      DataType operand,
      ErrorModel model) {
    RowErrors errors =
        new RowErrors(
            product,
            product.squares(),
            operand,
            actual.tensor().type(),
            model,
            product.columns(),
            0);
    IntStream.range(0, product.rows())
        .parallel()
        .forEach(row -> errors.compare(row, expected, actual));
    return errors.bits();
  }

  private void compare(int row, ReferenceTensor expected, HostTensor actual) {
    double[] elements = product.row(actual, row);
    double[] addend = product.addend(row);
    double error = 0;
    Sums sums = new Sums();
    for (int j = 0; j < elements.length; j++) {
      int at = Math.toIntExact(product.index(row, j));
      // What may exceed the type's range has no error.
      if (Double.isFinite(expected.bounds()[at])) {
        double value = expected.values()[at];
        error += (elements[j] - value) * (elements[j] - value);
        sums.add(value, addend.length == 0 ? 0 : addend[j]);
      }
    }
    put(row, error, sums);
  }

  /** Sums over the elements of a row. */
  static final class Sums {
    /** Σ (result − addend)². */
    double products;

    /** Σ result². */
    double results;

    /** Σ addend². */
    double addends;

    void add(double value, double addend) {
      products += (value - addend) * (value - addend);
      results += value * value;
      addends += addend * addend;
    }
  }

  /**
   * Enters a row.
   *
   * @param error Σ error², as if of all its elements
   */
  void put(int row, double error, Sums sums) {
    double terms = product.alpha() * product.alpha() * squares[row];
    double scale = (sums.results + terms + sums.addends) / 2;
    found[row] = scale == 0 ? Double.NaN : error / scale;
    explained[row] = explained(sums, terms) / scale;
  }

  private double explained(Sums sums, double terms) {
    double u = ErrorModel.unit(operand);
    double k = product.terms();
    double conversion = model.multiplicand(operand);
    double storage = ErrorModel.storage(result);
    double tiny = ErrorModel.tiny(result);
    boolean drifts = ErrorModel.storage(operand) > 0 || conversion > 0;
    double drift = drifts ? u * k / 2 : 0;
    // (Σ|terms|)² ≤ k·Σ terms².
    double lost = model.truncation(operand) * Math.sqrt(k);
    double last = terms + 3 * (sums.products + sums.addends);
    return u * u / 3 * (k * (terms / 6 + sums.products / 3) + last)
        + drift * drift * sums.products
        + lost * lost * terms
        + conversion * conversion * (4 * sums.products + 2 * terms / 3)
        + storage * storage / 3 * sums.results
        + own * own * (sums.products + terms)
        + product.columns() * tiny * tiny;
  }

  /** Mean-square errors of some rows, and in how many of them there are any. */
  private record Mean(double found, double explained, int rows) {
    double ratio(double lambda, int perRow) {
      return found == 0 ? 0 : Math.sqrt(found / explained) / chance(lambda, perRow);
    }

    /** By how much the root of a mean square may exceed its expectation. */
    double chance(double lambda, int perRow) {
      return 1 + lambda / Math.sqrt((double) rows * perRow);
    }
  }

  private Mean mean(int from, int to) {
    double errors = 0;
    double expected = 0;
    int rows = 0;
    for (int row = from; row < to; row++) {
      if (!Double.isNaN(found[row])) {
        errors += found[row];
        expected += explained[row];
        rows++;
      }
    }
    return rows == 0 ? new Mean(0, 0, 1) : new Mean(errors / rows, expected / rows, rows);
  }

  /** The bits of all rows together. */
  EffectiveBits bits() {
    int rows = found.length;
    int size = Math.ceilDiv(GROUP, perRow);
    int groups = Math.max(1, rows / size);
    double lambda = ErrorModel.lambda(groups + 1.0);
    Mean all = mean(0, rows);
    Mean worst = mean(0, groups == 1 ? rows : size);
    for (int group = 1; group < groups; group++) {
      Mean some = mean(group * size, group == groups - 1 ? rows : (group + 1) * size);
      worst = some.ratio(lambda, perRow) > worst.ratio(lambda, perRow) ? some : worst;
    }
    double chance = all.chance(lambda, perRow);
    return new EffectiveBits(
        model.precision(),
        EffectiveBits.of(all.found()),
        EffectiveBits.of(worst.found()),
        EffectiveBits.of(all.explained() * chance * chance),
        Math.max(all.ratio(lambda, perRow), worst.ratio(lambda, perRow)),
        full());
  }

  private double full() {
    return -EffectiveBits.log2(Math.max(result.unitRoundoff(), model.multiplicand(operand)));
  }
}
