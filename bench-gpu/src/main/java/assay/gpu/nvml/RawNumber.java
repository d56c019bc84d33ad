package assay.gpu.nvml;

import assay.core.telemetry.ValidRange;

/**
 * NVML's numbers as doubles. All bits set is its {@code NVML_VALUE_NOT_AVAILABLE}, or what the
 * driver of a lost device returns, and becomes NaN, so that it is never taken for a number.
 */
final class RawNumber {
  private static final double TWO_TO_64 = 0x1p64;

  private RawNumber() {}

  static double unsigned(short bits) {
    int number = Short.toUnsignedInt(bits);
    return ValidRange.isAllOnesOfRegister(number) ? Double.NaN : number;
  }

  static double unsigned(int bits) {
    return signed(Integer.toUnsignedLong(bits));
  }

  static double unsigned(long bits) {
    double number = bits >= 0 ? bits : bits + TWO_TO_64;
    return ValidRange.isAllOnes(bits) ? Double.NaN : number;
  }

  static double signed(int bits) {
    return signed((long) bits);
  }

  static double signed(long bits) {
    return ValidRange.isAllOnes(bits) ? Double.NaN : bits;
  }
}
