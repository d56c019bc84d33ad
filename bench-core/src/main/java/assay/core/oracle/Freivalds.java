package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Checks a large product without computing it (Freivalds, Probabilistic machines can use less
 * running time, IFIP Congress 1977): for vectors z of random signs, each row of C·z is compared
 * with that of α·A·(B·z) + β·C₀·z, at the cost of a few passes over the operands. Sampled elements
 * are also computed in full.
 *
 * <p>Threshold of a row. For fixed errors eⱼ of its n elements and random signs, |Σ zⱼ·eⱼ| exceeds
 * λ·√(Σ eⱼ²) with a probability of at most 2·exp(−λ²/2) (Hoeffding 1963), for any errors. The mean
 * square of the errors follows from the rounding model: a sum of k products taken in an order that
 * does not depend on their values has partial sums whose mean square is at most s² + T², where s is
 * the sum and T² the sum of the squared products, so that the roundings of one element have a mean
 * square of at most k·u²·(s² + T²); this holds for zero-mean rounding with f32 or f64 operands,
 * while truncating matrix units drift by up to k·u/2 of it (see {@link ErrorModel}). Rounded
 * multiplicands (tf32), narrow accumulators, rounded results (bf16, f16) and the oracle's own
 * arithmetic add to it. Σⱼ T² of a row is computed exactly by the same passes. The mean square of n
 * elements exceeds its expectation by a factor of (1 + λ/√n)² at most. Because only the root of the
 * sum of squares enters, a single wrong element of ordinary size exceeds the row's threshold by
 * orders of magnitude.
 *
 * <p>Effective bits. Random signs are independent, so the mean of (Σ zⱼ·eⱼ)² is Σ eⱼ²: projections
 * tell the mean square of all errors, though they tell none of them ({@link RowErrors}).
 */
final class Freivalds {
  private static final int TRIALS = 3;
  private static final double OWN = 0x1p-53;

  private final Projection product;
  private final HostTensor actual;
  private final ErrorModel model;
  private final DataType operand;
  private final double[] squares;

  /** Σ over the trials of the squared errors of a row's projections. */
  private final double[] errors;

  Freivalds(Projection product, HostTensor actual, DataType operand, ErrorModel model) {
    this.product = product;
    this.actual = actual;
    this.operand = operand;
    this.model = model;
    this.squares = product.squares();
    this.errors = new double[product.rows()];
  }

  /** Adds the findings of projections and samples to {@code comparison}. */
  void check(Random random, Comparison comparison) {
    for (int trial = 0; trial < TRIALS && !comparison.failed(); trial++) {
      double[] z = Projection.signs(product.columns(), random);
      double[] expected = product.projected(z);
      double[] ratios =
          IntStream.range(0, product.rows())
              .parallel()
              .mapToDouble(row -> ratio(row, z, expected[row]))
              .toArray();
      inspect(ratios, comparison);
    }
    comparison.count((long) product.rows() * product.columns());
    new Samples(product, actual, operand, model).check(random, comparison);
  }

  private void inspect(double[] ratios, Comparison comparison) {
    int worst = 0;
    for (int row = 1; row < ratios.length; row++) {
      worst = ratios[row] > ratios[worst] ? row : worst;
    }
    comparison.note(ratios[worst]);
    if (ratios[worst] > 1) {
      new Samples(product, actual, operand, model).row(worst, ratios[worst], comparison);
    }
  }

  /** Error of a row's projection as a multiple of its threshold. */
  private double ratio(int row, double[] z, double expected) {
    double[] found = product.row(actual, row);
    double[] addend = product.addend(row);
    double difference = -product.alpha() * expected;
    RowErrors.Sums sums = new RowErrors.Sums();
    for (int j = 0; j < found.length; j++) {
      double added = addend.length == 0 ? 0 : addend[j];
      difference += z[j] * (found[j] - added);
      sums.add(found[j], added);
    }
    if (!Double.isFinite(difference)) {
      return Double.POSITIVE_INFINITY; // The threshold would be infinite too.
    }
    errors[row] += difference * difference;
    double terms = product.alpha() * product.alpha() * squares[row];
    double threshold = threshold(sums.products + terms, sums.results, sums.addends);
    return Comparison.ratio(0, threshold, difference);
  }

  /** The effective bits that the projections show; only if all of them have passed. */
  EffectiveBits bits() {
    RowErrors rows =
        new RowErrors(product, squares, operand, actual.tensor().type(), model, TRIALS, own());
    IntStream.range(0, product.rows())
        .parallel()
        .forEach(row -> {
          double[] found = product.row(actual, row);
          double[] addend = product.addend(row);
          RowErrors.Sums sums = new RowErrors.Sums();
          for (int j = 0; j < found.length; j++) {
            sums.add(found[j], addend.length == 0 ? 0 : addend[j]);
          }
          rows.put(row, errors[row] / TRIALS, sums);
        });
    return rows.bits();
  }

  /** The oracle's own relative error in a projection. */
  private double own() {
    return OWN * (Math.sqrt(product.columns()) + Math.sqrt((double) product.terms()) + 2);
  }

  private double threshold(double spread, double results, double addends) {
    double n = product.columns();
    double k = product.terms();
    double u = ErrorModel.unit(operand);
    double conversion = 2 * model.multiplicand(operand);
    boolean drifts = ErrorModel.storage(operand) > 0 || conversion > 0;
    double growth = u * ((drifts ? Math.max(k / 2, Math.sqrt(k)) : Math.sqrt(k)) + 2);
    double own = operand.isFloating() ? own() : 0;
    double storage = ErrorModel.storage(actual.tensor().type());
    // (Σ|terms|)² ≤ k·Σ terms².
    double lost = model.truncation(operand) * Math.sqrt(k);
    double square =
        (growth * growth + 2 * conversion * conversion + 2 * own * own + lost * lost) * spread
            + storage * storage * results
            + 9 * u * u * addends;
    double lambda = ErrorModel.lambda((double) product.rows() * TRIALS);
    double tiny = n * ErrorModel.tiny(actual.tensor().type());
    return lambda * (1 + lambda / Math.sqrt(n)) * Math.sqrt(square) + tiny + scaling(n);
  }

  /** Integer results of a product scaled by a fraction are rounded to integers. */
  private double scaling(double n) {
    boolean whole = product.alpha() == Math.rint(product.alpha());
    return operand.isFloating() || whole ? 0 : n / 2;
  }
}
