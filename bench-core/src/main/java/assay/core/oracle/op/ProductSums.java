package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.DataType;
import assay.core.program.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Matrix products and convolutions: all are sums of products of one element of each operand. The
 * loops that compute the value also compute its bound when run on magnitudes and squares:
 *
 * <ul>
 *   <li>rounding: γ·|A||B| (see {@link ErrorModel});
 *   <li>errors of the operands: √(A²·eB² + eA²·(B² + eB²)) times the allowance for correlation;
 *   <li>multiplicands rounded to fewer bits (tf32), by u' each, or truncated by twice that: the
 *       common part is 4·u'·|A·B|, the varying part λ·2·u'·√(2·A²·B²).
 * </ul>
 */
final class ProductSums {
  private ProductSums() {}

  /** Value and bound of a sum of products before scaling. */
  @SuppressWarnings("ArrayRecordComponent") // Filled in place, never compared.
  record Sum(double[] values, double[] bounds) {}

  static Sum sum(
      Tensor first,
      Tensor second,
      long terms,
      Tensor out,
      Evaluation e,
      BinaryOperator<double[]> product) {
    ReferenceTensor a = e.get(first);
    ReferenceTensor b = e.get(second);
    double[] values = product.apply(a.values(), b.values());
    if (!e.bounded()) {
      return new Sum(values, new double[values.length]);
    }
    double[] bounds = rounding(a, b, terms, out.elements(), e.model(), product);
    addCarried(a, b, terms, product, bounds);
    addMultiplicands(a, b, values, terms, e.model(), product, bounds);
    return new Sum(values, bounds);
  }

  private static double[] rounding(
      ReferenceTensor a,
      ReferenceTensor b,
      long terms,
      long sums,
      ErrorModel model,
      BinaryOperator<double[]> product) {
    double gamma = model.gamma(a.tensor().type(), terms, sums);
    double[] bounds = product.apply(map(a.values(), Math::abs), map(b.values(), Math::abs));
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] *= gamma;
    }
    return bounds;
  }

  /** Adds the contribution of the operands' own errors. */
  private static void addCarried(
      ReferenceTensor a,
      ReferenceTensor b,
      long terms,
      BinaryOperator<double[]> product,
      double[] bounds) {
    double factor = ErrorModel.correlation(terms);
    double[] squares = new double[bounds.length];
    double[] errorsOfB = map(b.bounds(), e -> e * e);
    if (!b.isExact()) {
      add(squares, product.apply(map(a.values(), v -> v * v), errorsOfB));
    }
    if (!a.isExact()) {
      double[] b2 = map(b.values(), v -> v * v);
      add(b2, errorsOfB);
      add(squares, product.apply(map(a.bounds(), e -> e * e), b2));
    }
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] += factor * Math.sqrt(squares[i]);
    }
  }

  private static void addMultiplicands(
      ReferenceTensor a,
      ReferenceTensor b,
      double[] values,
      long terms,
      ErrorModel model,
      BinaryOperator<double[]> product,
      double[] bounds) {
    double u = model.multiplicand(a.tensor().type());
    if (u == 0) {
      return;
    }
    double[] squares = product.apply(map(a.values(), v -> v * v), map(b.values(), v -> v * v));
    double factor =
        Math.min(ErrorModel.lambda((double) terms * values.length), Math.sqrt((double) terms));
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] += u * (4 * Math.abs(values[i]) + 2 * factor * Math.sqrt(2 * squares[i]));
    }
  }

  static void put(Tensor out, double[] values, double[] bounds, Evaluation e) {
    for (int i = 0; i < values.length; i++) {
      if (out.type() == DataType.S32) {
        bounds[i] = ErrorModel.stored(out.type(), values[i], bounds[i]);
        values[i] = Math.clamp(Math.rint(values[i]), Integer.MIN_VALUE, Integer.MAX_VALUE);
      } else {
        bounds[i] = ErrorModel.stored(out.type(), values[i], bounds[i]);
      }
    }
    e.put(out, values, bounds);
  }

  private static double[] map(double[] from, DoubleUnaryOperator function) {
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = function.applyAsDouble(from[i]);
    }
    return to;
  }

  private static void add(double[] to, double[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
