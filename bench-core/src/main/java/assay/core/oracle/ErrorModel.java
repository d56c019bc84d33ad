package assay.core.oracle;

import assay.core.program.DataType;
import assay.core.program.Precision;
import java.util.OptionalInt;

/**
 * Error bounds for floating-point arithmetic in one precision, to first order.
 *
 * <p>Rounding. One operation errs by at most the unit roundoff u of the type it is done in:
 * binary64 for f64 tensors, binary32 for all other types, whose results are then rounded once more
 * to the type they are stored in. The oracle itself rounds in binary64, so its own 2^-53 is added
 * to u; this matters only for f64.
 *
 * <p>Sums. A sum that passes n roundings errs by at most γ·Σ|terms|, in any order of summation,
 * with or without fused multiply-adds. γ is the smaller of the deterministic γₙ = n·u/(1 − n·u)
 * (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1) and the probabilistic
 * γ̃ₙ(λ) = exp((λ·√n·u + n·u²)/(1 − u)) − 1 (Higham and Mary, A New Approach to Probabilistic
 * Rounding Error Analysis, SIAM J. Sci. Comput. 41(5), 2019, theorem 3.1), which fails with a
 * probability of at most 2·exp(−λ²/2) per rounding. λ is chosen so that the failures of all
 * roundings of one operation together stay below {@value #FAILURE}. Matrix units may truncate when
 * they align and add products (Fasi, Higham, Mikaitis, Pranesh, Numerical behavior of NVIDIA tensor
 * cores, PeerJ CS 2021), which is not a zero-mean error: operands narrower than f32 get γₙ.
 *
 * <p>Narrow accumulators. A matrix unit may keep fewer bits of a product than f32 has when it
 * aligns the products of a step with the largest of them. With b bits kept, each is truncated by at
 * most 2^(1−b)·2ᵉ, by half of that on average, where 2ᵉ ≤ the largest product is some three times
 * the mean magnitude of ordinary products: in all about 2^(1−b)·Σ|terms|, and 2^(2−b)·Σ|terms| is
 * allowed, which on an H200 (b = 14) covered f8 products of cuBLASLt with k from 16 to 400. The
 * errors may all have one sign (an arithmetic shift rounds down), so they are not averaged. This
 * holds while partial sums are added to wider ones often enough that truncating the sum itself adds
 * little.
 *
 * <p>Propagation. Errors of the operands are taken as zero-mean and only weakly correlated between
 * the terms of a sum, so their contributions add up as the root of the sum of squares, times {@link
 * #CORRELATION}, and never to more than their plain sum. The bounds added up this way are those of
 * {@link #FAILURE}, several standard deviations wide, so that √(Σ bound²) has the same margin. An
 * error common to all terms by construction (mean and deviation of a batch) is added in full
 * instead, and so are errors in operations with few operands.
 */
public final class ErrorModel {
  /** Probability that a bound of an operation fails for any of its elements, under the model. */
  static final double FAILURE = 1e-9;

  /** Allowance for terms of a sum whose errors are not fully independent. */
  static final double CORRELATION = 2;

  private static final double OWN = 0x1p-53;
  private static final double SINGLE = 0x1p-24;

  /**
   * Errors of f64 results below this are not distinguished: their squares underflow in the oracle.
   */
  private static final double F64_FLOOR = 1e-150;

  private static final double F16_HALF_SUBNORMAL = 0x1p-25;
  private static final double F8_HALF_SUBNORMAL = 0x1p-10;

  private final Precision precision;

  /** What a narrow accumulator loses, relative to the sum of all magnitudes. */
  private final double truncation;

  /** The error model of a precision. */
  public ErrorModel(Precision precision) {
    this(precision, OptionalInt.empty());
  }

  /**
   * The error model of a precision on one device.
   *
   * @param accumulatorBits significant bits that it keeps of a product of narrow operands when it
   *     adds; empty if as many as the accumulator's type has
   */
  public ErrorModel(Precision precision, OptionalInt accumulatorBits) {
    this.precision = precision;
    this.truncation =
        accumulatorBits.isPresent() ? Math.scalb(1.0, 2 - accumulatorBits.getAsInt()) : 0;
  }

  /** The precision. */
  Precision precision() {
    return precision;
  }

  /** Unit roundoff of arithmetic on tensors of {@code type}, including the oracle's own. */
  public static double unit(DataType type) {
    if (!type.isFloating()) {
      return 0;
    }
    return (type == DataType.F64 ? OWN : SINGLE) + OWN;
  }

  /** Unit roundoff of storing a result in {@code type}; 0 if arithmetic is done in it. */
  public static double storage(DataType type) {
    return type == DataType.F64 || type == DataType.F32 ? 0 : type.unitRoundoff();
  }

  /** Relative error of a multiplicand when it enters a product; see {@link Precision}. */
  public double multiplicand(DataType stored) {
    return precision.multiplicandRoundoff(stored);
  }

  /** What a narrow accumulator loses of products of {@code operand}, relative to Σ|terms|. */
  double truncation(DataType operand) {
    return storage(operand) > 0 ? truncation : 0;
  }

  /**
   * λ of the probabilistic bound.
   *
   * @param roundings number of roundings in all elements together
   */
  public static double lambda(double roundings) {
    return Math.sqrt(2 * Math.log(2 * Math.max(1, roundings) / FAILURE));
  }

  /**
   * γ for sums of {@code terms} terms.
   *
   * @param operand type of the terms or multiplicands
   * @param sums number of sums in the operation
   */
  public double gamma(DataType operand, long terms, long sums) {
    double u = unit(operand);
    double n = terms;
    double certain = n * u < 0.5 ? n * u / (1 - n * u) : 1;
    if (storage(operand) > 0 || multiplicand(operand) > 0) {
      return certain + truncation(operand);
    }
    double lambda = lambda(n * sums);
    double likely = Math.expm1((lambda * Math.sqrt(n) * u + n * u * u) / (1 - u));
    return Math.min(certain, likely);
  }

  /** Factor on √(Σ bound²) for the errors that {@code terms} operands contribute to a sum. */
  public static double correlation(long terms) {
    return Math.min(CORRELATION, Math.sqrt((double) terms));
  }

  /**
   * Bound of a result in {@code type} whose bound before storage is {@code bound}: adds the
   * rounding to the type and gradual or abrupt underflow. Infinite if the result may exceed the
   * type's range.
   */
  public static double stored(DataType type, double value, double bound) {
    return stored(type, value, bound, tiny(type));
  }

  /**
   * The same with another absolute error.
   *
   * @param underflow absolute error of results that underflow
   */
  static double stored(DataType type, double value, double bound, double underflow) {
    if (!type.isFloating()) {
      return integerBound(value, bound);
    }
    double sum = bound + storage(type) * (Math.abs(value) + bound) + underflow;
    // Written so that the NaN of an overflow on the way is no bound either.
    return Math.abs(value) + sum <= max(type) ? sum : Double.POSITIVE_INFINITY;
  }

  private static double integerBound(double value, double bound) {
    return bound == 0
        ? 0
        : Math.max(Math.rint(value + bound) - value, value - Math.rint(value - bound));
  }

  /** Absolute error of a result that underflows; f32 and bf16 may be flushed to zero. */
  public static double tiny(DataType type) {
    return switch (type) {
      case F64 -> F64_FLOOR;
      case F32, BF16 -> Float.MIN_NORMAL;
      case F16 -> F16_HALF_SUBNORMAL;
      case F8E4M3 -> F8_HALF_SUBNORMAL;
      case S8, S32 -> 0;
    };
  }

  private static double max(DataType type) {
    return switch (type) {
      case F64 -> Double.MAX_VALUE;
      case F32 -> Float.MAX_VALUE;
      case BF16 -> 0x1.FEp127;
      case F16 -> 65504;
      case F8E4M3 -> 448;
      case S8 -> Byte.MAX_VALUE;
      case S32 -> Integer.MAX_VALUE;
    };
  }
}
