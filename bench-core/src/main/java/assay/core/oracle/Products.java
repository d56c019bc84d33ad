package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.MatMul;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Matrix products and convolutions: all are sums of products of one element of each operand. The
 * same loops that give the value give its bound when fed with magnitudes and squares:
 *
 * <ul>
 *   <li>rounding: γ·|A||B| (see {@link ErrorModel});
 *   <li>errors of the operands: √(A²·eB² + eA²·(B² + eB²)) times the allowance for correlation;
 *   <li>multiplicands rounded to fewer bits (tf32), by u' each, or truncated by twice that: what is
 *       common to all is 4·u'·|A·B|, what varies λ·2·u'·√(2·A²·B²).
 * </ul>
 */
final class Products {
  private Products() {}

  /** Value and bound of a sum of products before scaling. */
  @SuppressWarnings("ArrayRecordComponent") // Filled in place, never compared.
  private record Sum(double[] values, double[] bounds) {}

  static void matMul(MatMul op, Evaluation e) {
    MatrixExtents x = MatrixExtents.of(op);
    Sum product = sum(op.a(), op.b(), op.k(), op.out(), e, (a, b) -> Kernels.matMul(a, b, x));
    double[] values = product.values();
    double[] bounds = product.bounds();
    double u = ErrorModel.unit(op.out().type());
    double scaling = op.alpha() == 1 ? 0 : 2 * u;
    for (int i = 0; i < values.length; i++) {
      double scaled = op.alpha() * values[i];
      double bound = Math.abs(op.alpha()) * bounds[i] + scaling * Math.abs(scaled);
      values[i] = scaled;
      if (op.c().isPresent()) {
        double c = op.beta() * e.values(op.c().get())[i];
        values[i] += c;
        bound += Math.abs(op.beta()) * e.bounds(op.c().get())[i];
        bound += u * (2 * Math.abs(c) + Math.abs(values[i]));
      }
      bounds[i] = bound;
    }
    put(op.out(), values, bounds, e);
  }

  static void conv2d(Conv2d op, Evaluation e) {
    ConvExtents g = ConvExtents.of(op.x(), op.w(), op.y(), op.window());
    Sum sum = sum(op.x(), op.w(), g.taps(), op.y(), e, (x, w) -> Kernels.conv2d(x, w, g));
    put(op.y(), sum.values(), sum.bounds(), e);
  }

  static void backwardInput(Conv2dBackwardInput op, Evaluation e) {
    ConvExtents g = ConvExtents.of(op.dx(), op.w(), op.dy(), op.window());
    long terms = (long) g.k() * g.r() * g.s();
    Sum sum = sum(op.dy(), op.w(), terms, op.dx(), e, (y, w) -> Kernels.backwardInput(y, w, g));
    put(op.dx(), sum.values(), sum.bounds(), e);
  }

  static void backwardFilter(Conv2dBackwardFilter op, Evaluation e) {
    ConvExtents g = ConvExtents.of(op.x(), op.dw(), op.dy(), op.window());
    long terms = (long) g.n() * g.p() * g.q();
    Sum sum = sum(op.x(), op.dy(), terms, op.dw(), e, (x, y) -> Kernels.backwardFilter(x, y, g));
    put(op.dw(), sum.values(), sum.bounds(), e);
  }

  private static Sum sum(
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

  /** Adds what the operands' own errors contribute. */
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

  private static void put(Tensor out, double[] values, double[] bounds, Evaluation e) {
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
