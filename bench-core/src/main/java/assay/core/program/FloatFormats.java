package assay.core.program;

/**
 * Conversions of the small floating-point formats, each rounding once from double, to nearest with
 * ties to even.
 */
public final class FloatFormats {
  private static final int F8_MAX_CODE = 0x7E;
  private static final int F8_NAN = 0x7F;
  private static final float[] F8_VALUES = f8Values();

  private FloatFormats() {}

  /** The value of a bfloat16. */
  public static float bf16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The nearest bfloat16. */
  public static short doubleToBf16(double value) {
    return floatToBf16(roundToOdd(value));
  }

  /** The nearest bfloat16. */
  public static short floatToBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  /** The nearest binary16. */
  public static short doubleToF16(double value) {
    return Float.floatToFloat16(roundToOdd(value));
  }

  /**
   * To binary32 by rounding to odd: rounding the result again to any format with at least two fewer
   * bits is as if rounded once (Boldo and Melquiond, Emulation of FMA and correctly rounded sums,
   * 2008).
   */
  private static float roundToOdd(double value) {
    float nearest = (float) value;
    if (Double.isNaN(value) || nearest == value || (Float.floatToRawIntBits(nearest) & 1) == 1) {
      return nearest;
    }
    boolean tooLarge = Math.abs((double) nearest) > Math.abs(value);
    int bits = Float.floatToRawIntBits(nearest);
    return Float.intBitsToFloat(tooLarge ? bits - 1 : bits + 1);
  }

  /**
   * The value of an OCP FP8 E4M3: sign, 4 exponent bits of bias 7, 3 fraction bits; S.1111.111 is
   * NaN, there is no infinity.
   */
  public static float f8e4m3ToFloat(byte bits) {
    float magnitude = F8_VALUES[bits & 0x7F];
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The nearest FP8 E4M3, saturating at ±448 as in the OCP specification's saturating mode. */
  public static byte doubleToF8e4m3(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? 0x80 : 0;
    if (Double.isNaN(value)) {
      return (byte) (sign | F8_NAN);
    }
    double magnitude = Math.abs(value);
    int low = 0;
    int high = F8_MAX_CODE;
    while (low < high) {
      int mid = (low + high + 1) >>> 1;
      if (F8_VALUES[mid] <= magnitude) {
        low = mid;
      } else {
        high = mid - 1;
      }
    }
    if (low < F8_MAX_CODE) {
      double below = magnitude - F8_VALUES[low];
      double above = F8_VALUES[low + 1] - magnitude;
      if (above < below || (above == below && (low & 1) == 1)) {
        low++;
      }
    }
    return (byte) (sign | low);
  }

  private static float[] f8Values() {
    float[] values = new float[128];
    for (int code = 0; code < F8_NAN; code++) {
      int exponent = code >>> 3;
      int fraction = code & 7;
      values[code] =
          exponent == 0
              ? Math.scalb((float) fraction, -9)
              : Math.scalb(8f + fraction, exponent - 10);
    }
    values[F8_NAN] = Float.NaN;
    return values;
  }
}
