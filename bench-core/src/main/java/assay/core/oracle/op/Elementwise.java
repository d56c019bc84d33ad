package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.program.DataType;
import assay.core.program.FloatFormats;
import assay.core.program.op.Cast;
import assay.core.program.op.FmaChain;

/** Value and bound of one element of each elementwise operation. */
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

  /** One element of an operation; missing operands are 0. */
  @FunctionalInterface
  interface Formula {
    /**
     * Computes one element.
     *
     * @param a first operand and {@code ea} its bound
     * @param b second operand and {@code eb} its bound
     */
    void apply(double a, double ea, double b, double eb, Result out);
  }

  /** The operand unchanged. */
  static void copy(double a, double ea, double b, double eb, Result out) {
    out.set(a, ea);
  }

  /** a + scale·b: scale, product and sum are rounded; with scale 1 only the sum. */
  static Formula linear(DataType type, double scale) {
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

  /** Monotone: the result lies between those of the operand's bounds. */
  static void relu(double a, double ea, double b, double eb, Result out) {
    double value = Double.isNaN(a) ? a : Math.max(a, 0);
    double high = Math.max(a + ea, 0) - value;
    double low = value - Math.max(a - ea, 0);
    out.set(value, ea == 0 ? 0 : Math.max(high, low));
  }

  /** If y may be on either side of 0, the result may be dy or 0. */
  static void reluGrad(double dy, double edy, double y, double ey, Result out) {
    boolean open = y > 0;
    boolean sure = ey == 0 || Math.abs(y) > ey;
    if (sure) {
      out.set(open ? dy : 0, open ? edy : 0);
    } else {
      out.set(open ? dy : 0, Math.abs(dy) + edy);
    }
  }

  /** Rounding is monotone: the result lies between the operand's rounded bounds. */
  static Formula cast(DataType type) {
    return (a, ea, _, _, out) -> cast(type, a, ea, out);
  }

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
   * Two steps are one affine map v·(1+m) + m·o, composed by squaring; an odd last step only scales.
   * All values lie within L = |x| + 2·|o|. The error follows, for two steps, from e ← |1+m|·e + r,
   * where they err by r ≤ u·(2·|m|·L + L) + u·(3·|m·o| + L): multiplier, offset, product and sum
   * are each rounded to the type at most.
   */
  static Formula chain(FmaChain op) {
    DataType type = op.out().type();
    double u = ErrorModel.unit(type);
    double m = op.multiplier();
    double offset = Math.abs(op.offset());
    long odd = op.steps() % 2;
    double last = odd == 1 ? 1 + m : 1;
    double[] map = power(1 + m, m * op.offset(), op.steps() / 2);
    double[] shrink = power(Math.abs(1 + m), 1, op.steps() / 2);
    double pairs = shrink[1] + odd;
    return (x, ex, _, _, out) -> {
      double value = last * (map[0] * x + map[1]);
      double largest = Math.abs(x) + 2 * offset;
      double rounded = u * (2 * largest * (1 - m) - 3 * m * offset);
      double step = rounded + 2 * ErrorModel.storage(type) * largest;
      double inherited = Math.abs(last) * shrink[0] * ex;
      out.set(value, ErrorModel.stored(type, value, inherited + step * pairs));
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
