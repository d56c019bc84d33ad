package assay.core.telemetry;

import java.math.BigDecimal;
import java.math.MathContext;

/** Amounts in messages: three significant digits, with their unit. */
final class Amounts {
  private static final MathContext DIGITS = new MathContext(3);

  private Amounts() {}

  static String seconds(double value) {
    return rounded(value) + " s";
  }

  static String joules(double value) {
    return rounded(value) + " J";
  }

  static String watts(double value) {
    return rounded(value) + " W";
  }

  static String percent(double value) {
    return rounded(value) + " %";
  }

  /** A number as it was given, without an exponent. */
  static String of(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** A counter's reading, unrounded. */
  static String count(double value) {
    return new BigDecimal(value).toPlainString();
  }

  private static String rounded(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
