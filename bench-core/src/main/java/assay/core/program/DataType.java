package assay.core.program;

/** How one element of a tensor is stored. */
public enum DataType {
  /** IEEE 754 binary64. */
  F64(8, 53),
  /** IEEE 754 binary32. */
  F32(4, 24),
  /** bfloat16: the upper half of a binary32. */
  BF16(2, 8),
  /** IEEE 754 binary16. */
  F16(2, 11),
  /** OCP FP8 E4M3: no infinities, largest finite value 448. */
  F8E4M3(1, 4),
  /** Signed 8-bit integer. */
  S8(1, 0),
  /** Signed 32-bit integer. */
  S32(4, 0);

  private final int bytes;
  private final int significandBits;

  DataType(int bytes, int significandBits) {
    this.bytes = bytes;
    this.significandBits = significandBits;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether values are floating-point numbers. */
  public boolean isFloating() {
    return significandBits > 0;
  }

  /**
   * The smallest normal number; below it, numbers have fewer significant bits. 1 for integers,
   * which have no such numbers.
   */
  public double minNormal() {
    return switch (this) {
      case F64 -> Double.MIN_NORMAL;
      case F32, BF16 -> Float.MIN_NORMAL;
      case F16 -> 0x1p-14;
      case F8E4M3 -> 0x1p-6;
      case S8, S32 -> 1;
    };
  }

  /** The smallest positive number. */
  public double min() {
    return isFloating() ? minNormal() * 2 * unitRoundoff() : 1;
  }

  /**
   * Unit roundoff of round-to-nearest, 2^-p for a significand of p bits (Higham, Accuracy and
   * Stability of Numerical Algorithms, section 2.1); 0 for integers.
   */
  public double unitRoundoff() {
    return isFloating() ? Math.scalb(1.0, -significandBits) : 0.0;
  }
}
