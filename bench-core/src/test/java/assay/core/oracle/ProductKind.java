package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.Precision;
import java.util.OptionalInt;

/**
 * Kinds of products and what they round, by the formula of {@link RowErrors}.
 *
 * <p>Of each: whether the sum drifts, roundoff of multiplicands, loss of a narrow accumulator
 * relative to Σ|t|, roundoff of storing, smallest error of what underflows, and bits.
 */
enum ProductKind {
  F64(Precision.F64, DataType.F64, false, 0, 0, 0, 1e-150, 53),
  F32(Precision.F32, DataType.F32, false, 0, 0, 0, 0x1p-126, 24),
  TF32(Precision.TF32, DataType.F32, true, 0x1p-11, 0, 0, 0x1p-126, 11),
  BF16(Precision.BF16, DataType.BF16, true, 0, 0, 0x1p-8, 0x1p-126, 8),
  BF16_TO_F32(Precision.BF16, DataType.F32, true, 0, 0, 0, 0x1p-126, 24),
  F16(Precision.F16, DataType.F16, true, 0, 0, 0x1p-11, 0x1p-25, 11),
  NARROW_F8(Precision.F8E4M3, DataType.F32, true, 0, 0x1p-12, 0, 0x1p-126, 24);

  /** Unit roundoff of f32, with the oracle's own. */
  static final double U = 0x1p-24 + 0x1p-53;

  final Precision precision;
  final DataType result;
  private final double unit;
  private final boolean drifts;
  private final double multiplicand;
  private final double loss;
  private final double storage;
  private final double tiny;
  final double full;

  ProductKind(
      Precision precision,
      DataType result,
      boolean drifts,
      double multiplicand,
      double loss,
      double storage,
      double tiny,
      double full) {
    this.precision = precision;
    this.result = result;
    this.unit = precision == Precision.F64 ? 0x1p-52 : U;
    this.drifts = drifts;
    this.multiplicand = multiplicand;
    this.loss = loss;
    this.storage = storage;
    this.tiny = tiny;
    this.full = full;
  }

  ErrorModel model() {
    // 2^(2 − 14) of Σ|t| is allowed for.
    return new ErrorModel(precision, loss > 0 ? OptionalInt.of(14) : OptionalInt.empty());
  }

  /** P, T, A and V of a row. */
  record Sums(double products, double terms, double addends, double results) {
    double scale() {
      return (results + terms + addends) / 2;
    }
  }

  /** Mean square, not yet relative, of the errors of a row. */
  double explained(Sums sums, int columns, double k, double own) {
    double additions =
        square(unit)
            / 3
            * (k * (sums.terms() / 6 + sums.products() / 3)
                + sums.terms()
                + 3 * (sums.products() + sums.addends()));
    double drift = drifts ? square(unit * k / 2) * sums.products() : 0;
    double multiplicands =
        square(2 * multiplicand) * sums.products() + square(multiplicand) * 2 / 3 * sums.terms();
    double accumulator = square(loss) * k * sums.terms();
    double stored = square(storage) / 3 * sums.results();
    double oracle = square(own) * (sums.products() + sums.terms());
    double underflow = columns * square(tiny);
    return additions + drift + multiplicands + accumulator + stored + oracle + underflow;
  }

  private static double square(double value) {
    return value * value;
  }
}
