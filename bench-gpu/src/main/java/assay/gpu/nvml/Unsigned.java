package assay.gpu.nvml;

/**
 * C's unsigned numbers as doubles. All bits set is NVML's {@code NVML_VALUE_NOT_AVAILABLE} and
 * becomes NaN, so that it is never taken for a number.
 */
final class Unsigned {
  private static final double TWO_TO_64 = 0x1p64;

  private Unsigned() {}

  static double toDouble(int bits) {
    return bits == -1 ? Double.NaN : Integer.toUnsignedLong(bits);
  }

  static double toDouble(long bits) {
    if (bits == -1) {
      return Double.NaN;
    }
    return bits >= 0 ? bits : bits + TWO_TO_64;
  }
}
