package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Single elements of a product computed in full: corners, the last rows and columns (the tails of
 * blocked loops), and random positions.
 */
final class Samples {
  private static final int POSITIONS = 512;
  private static final int MIN_POSITIONS = 64;

  /** Budget of multiplications for samples: products with very long sums get fewer of them. */
  private static final long BUDGET = 100_000_000;

  private static final int TAIL = 40;

  private final Projection product;
  private final HostTensor actual;
  private final double gamma;
  private final double conversion;
  private final double unit;
  private final double underflow;

  Samples(Projection product, HostTensor actual, DataType operand, ErrorModel model) {
    this(product, actual, operand, model, ErrorModel.tiny(actual.tensor().type()));
  }

  /**
   * @param underflow absolute error of results that underflow
   */
  Samples(
      Projection product, HostTensor actual, DataType operand, ErrorModel model, double underflow) {
    this.underflow = underflow;
    this.product = product;
    this.actual = actual;
    this.unit = ErrorModel.unit(operand);
    this.gamma = model.gamma(operand, product.terms(), (long) POSITIONS * POSITIONS);
    this.conversion = 4 * model.multiplicand(operand);
  }

  void check(Random random, Comparison comparison) {
    int count = Math.clamp(BUDGET / product.terms(), MIN_POSITIONS, POSITIONS);
    int[] rows = new int[count];
    int[] columns = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = pick(i, i & 1, product.rows(), random);
      columns[i] = pick(i, i >> 1 & 1, product.columns(), random);
    }
    Comparison all =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> element(rows[i], columns[i], product.addend(rows[i])))
            .reduce(new Comparison(), Comparison::merged);
    comparison.merge(all);
  }

  /** The first four are the corners; half of the rest lie in the tail of one axis. */
  private static int pick(int i, int side, int extent, Random random) {
    if (i < 4) {
      return side == 0 ? 0 : extent - 1;
    }
    return side == 0 ? random.nextInt(extent) : extent - 1 - random.nextInt(Math.min(TAIL, extent));
  }

  /**
   * Finds the wrong element of a row whose projection error is {@code ratio} times its threshold.
   */
  void row(int row, double ratio, Comparison comparison) {
    double[] addend = product.addend(row);
    Comparison found =
        IntStream.range(0, product.columns())
            .parallel()
            .mapToObj(column -> element(row, column, addend))
            .reduce(new Comparison(), Comparison::merged);
    if (found.failed()) {
      comparison.merge(found);
    } else {
      // Every element is within its own, wider bound, but together they cannot be correct.
      comparison.compare(actual.tensor(), product.index(row, 0), 0, 1, ratio);
    }
  }

  private Comparison element(int row, int column, double[] addend) {
    double[] sum = product.element(row, column);
    double added = addend.length == 0 ? 0 : addend[column];
    double scaled = product.alpha() * sum[0];
    double value = scaled + added;
    double scaling = product.alpha() == 1 ? 0 : 2 * unit * Math.abs(scaled);
    double bound =
        Math.abs(product.alpha()) * (gamma + conversion) * sum[1]
            + scaling
            + (addend.length == 0 ? 0 : unit * (2 * Math.abs(added) + Math.abs(value)));
    long index = product.index(row, column);
    double stored = ErrorModel.stored(actual.tensor().type(), value, bound, underflow);
    Comparison comparison = new Comparison();
    double expected = actual.tensor().type().isFloating() ? value : Math.rint(value);
    comparison.compare(actual.tensor(), index, expected, stored, actual.get(index));
    return comparison;
  }
}
