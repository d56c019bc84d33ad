package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.FloatFormats;
import assay.core.program.Tensor;
import assay.core.program.op.Add;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.Cast;
import assay.core.program.op.Copy;
import assay.core.program.op.FmaChain;
import assay.core.program.op.Op;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Reshape;
import assay.core.program.op.Triad;
import java.util.Optional;

/**
 * Operations whose element i depends on element i of their operands alone (a bias: on element i
 * modulo its length), so that large tensors can be treated piece by piece.
 */
final class Elementwise {
  private Elementwise() {}

  /** A value and its bound, reused from element to element. */
  static final class Result {
    double value;
    double bound;

    void set(double newValue, double newBound) {
      value = newValue;
      bound = newBound;
    }
  }

  /** One element of an operation; operands it does not have are 0. */
  interface Rule {
    /**
     * Computes one element.
     *
     * @param a first operand and {@code ea} its bound
     * @param b second operand and {@code eb} its bound
     */
    void apply(double a, double ea, double b, double eb, Result out);
  }

  /** The rule of an operation, or empty if it is not element by element. */
  static Optional<Rule> rule(Op op) {
    DataType type = op.outputs().isEmpty() ? DataType.F32 : op.outputs().getFirst().type();
    return switch (op) {
      case Copy _, Reshape _ -> Optional.of((a, ea, _, _, out) -> out.set(a, ea));
      case Add _, BiasAdd _ -> Optional.of(linear(type, 1));
      case Triad o -> Optional.of(linear(type, o.scale()));
      case Relu _ -> Optional.of((a, ea, _, _, out) -> relu(a, ea, out));
      case ReluGrad _ -> Optional.of(Elementwise::reluGrad);
      case Cast o -> Optional.of((a, ea, _, _, out) -> cast(type, a, ea, out));
      case FmaChain o -> Optional.of(chain(o));
      default -> Optional.empty();
    };
  }

  static void evaluate(Op op, Evaluation e) {
    Rule rule = rule(op).orElseThrow();
    ReferenceTensor first = e.get(op.inputs().getFirst());
    ReferenceTensor second = op.inputs().size() > 1 ? e.get(op.inputs().get(1)) : first;
    int period = second.values().length;
    Tensor out = op.outputs().getFirst();
    double[] values = new double[first.values().length];
    double[] bounds = new double[values.length];
    Result result = new Result();
    for (int i = 0; i < values.length; i++) {
      int j = i % period;
      rule.apply(
          first.values()[i], first.bounds()[i], second.values()[j], second.bounds()[j], result);
      values[i] = result.value;
      bounds[i] = result.bound;
    }
    e.put(out, values, bounds);
  }

  /** a + scale·b: the scale, the product and the sum are rounded; scale 1 leaves the sum alone. */
  private static Rule linear(DataType type, double scale) {
    double u = ErrorModel.unit(type);
    double productRoundings = scale == 1 ? 0 : 2;
    return (a, ea, b, eb, out) -> {
      double product = scale * b;
      double value = a + product;
      double bound =
          ea + Math.abs(scale) * eb + u * (productRoundings * Math.abs(product) + Math.abs(value));
      out.set(value, ErrorModel.stored(type, value, bound));
    };
  }

  /** Monotone: the result lies between those of the operand's ends. */
  private static void relu(double a, double ea, Result out) {
    double value = Double.isNaN(a) ? a : Math.max(a, 0);
    double high = Math.max(a + ea, 0) - value;
    double low = value - Math.max(a - ea, 0);
    out.set(value, ea == 0 ? 0 : Math.max(high, low));
  }

  /** Where y may be on either side of 0 the result may be dy or 0. */
  private static void reluGrad(double dy, double edy, double y, double ey, Result out) {
    boolean open = y > 0;
    boolean sure = ey == 0 || Math.abs(y) > ey;
    if (sure) {
      out.set(open ? dy : 0, open ? edy : 0);
    } else {
      out.set(open ? dy : 0, Math.abs(dy) + edy);
    }
  }

  /** Rounding is monotone: the result lies between the rounded ends of the operand. */
  private static void cast(DataType type, double a, double ea, Result out) {
    double value = round(type, a);
    double high = ea == 0 ? value : round(type, a + ea);
    double low = ea == 0 ? value : round(type, a - ea);
    out.set(value, ea == 0 ? 0 : Math.max(high - value, value - low));
  }

  /** {@code value} rounded to {@code type} as {@link Cast} does. */
  static double round(DataType type, double value) {
    return switch (type) {
      case F64 -> value;
      case F32 -> (float) value;
      case BF16 -> FloatFormats.bf16ToFloat(FloatFormats.doubleToBf16(value));
      case F16 -> Float.float16ToFloat(FloatFormats.doubleToF16(value));
      case F8E4M3 -> FloatFormats.f8e4m3ToFloat(FloatFormats.doubleToF8e4m3(value));
      case S8, S32 -> Math.rint(value);
    };
  }

  /**
   * The whole chain is one affine map x·mᵀ + a·G with G = Σ_{t&lt;T} mᵗ, composed by squaring. The
   * error after T steps follows from e ← |m|·e + r, where each step errs by r ≤ u·(2·|m·v| + |a| +
   * |v'|): the multiplier and addend are rounded to the type, and the sum is.
   */
  private static Rule chain(FmaChain op) {
    DataType type = op.out().type();
    double u = ErrorModel.unit(type);
    double addend = Math.abs(op.addend());
    double[] map = power(op.multiplier(), op.addend(), op.steps());
    double[] shrink = power(Math.abs(op.multiplier()), 1, op.steps());
    return (x, ex, _, _, out) -> {
      double value = map[0] * x + map[1];
      double largest = Math.abs(x) + addend * shrink[1];
      double step = u * (3 * largest + addend) + ErrorModel.storage(type) * largest;
      out.set(value, ErrorModel.stored(type, value, shrink[0] * ex + step * shrink[1]));
    };
  }

  /** The map v ← m·v + a applied {@code steps} times, as {multiplier, addend}. */
  static double[] power(double m, double a, long steps) {
    double[] result = {1, 0};
    double[] square = {m, a};
    for (long rest = steps; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = new double[] {result[0] * square[0], square[0] * result[1] + square[1]};
      }
      square = new double[] {square[0] * square[0], square[0] * square[1] + square[1]};
    }
    return result;
  }
}
