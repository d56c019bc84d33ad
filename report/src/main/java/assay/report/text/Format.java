package assay.report.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Formats numbers for reports; the only class that does.
 *
 * <p>Digits come in groups of three from 10 000 on, with a narrow no-break space between (never a
 * comma or point, which another language reads as the decimal mark); the decimal mark is the
 * language's; the unit follows a no-break space and is the same in every language. Values have
 * three significant digits unless stated otherwise; the intervals next to them show the
 * uncertainty. Dates are ISO 8601, in UTC. Values that are not finite are rejected: missing values
 * are written as words.
 */
public final class Format {
  static final String NO_BREAK_SPACE = "\u00a0";
  private static final char GROUP = '\u202f';
  private static final String MINUS = "\u2212";
  private static final int DIGITS = 3;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Language language;

  private Format(Language language) {
    this.language = language;
  }

  public static Format of(Language language) {
    return new Format(language);
  }

  /** The language of the numbers. */
  public Language language() {
    return language;
  }

  /**
   * A value with its unit, with three significant digits: {@code 31.2 ms}, {@code 98.4 GFLOP/s}.
   *
   * @param value finite
   * @param unit of the record: {@code s}, {@code FLOP/s}, {@code B}, {@code J}, {@code %} …, or
   *     {@code 1} for a plain number
   */
  public Amount amount(double value, String unit) {
    Scale scale = Scale.of(value, unit);
    return new Amount(number(scale.apply(value)), symbol(scale, unit));
  }

  /** The same as one text. */
  public String value(double value, String unit) {
    return amount(value, unit).toString();
  }

  /**
   * Both ends of an interval with the prefix of the larger one, and enough decimals to distinguish
   * them: {@code 30.91 … 31.04 ms}.
   */
  public String interval(double low, double high, String unit) {
    Scale scale = Scale.of(Math.abs(low) > Math.abs(high) ? low : high, unit);
    double a = scale.apply(finite(low));
    double b = scale.apply(finite(high));
    int decimals = decimalsApart(a, b);
    String ends = fixed(a, decimals) + " … " + fixed(b, decimals);
    return new Amount(ends, symbol(scale, unit)).toString();
  }

  /** A half-width in percent of a value, for example {@code ± 0.8 %}. */
  public String plusMinus(double percent) {
    return "±" + NO_BREAK_SPACE + significant(percent, 2) + NO_BREAK_SPACE + "%";
  }

  /** A share or difference in percent, for example {@code 12.3 %}. */
  public String percent(double percent) {
    return value(percent, "%");
  }

  /** A change in percent, its sign always written: {@code +2.1 %}, {@code −0.4 %}. */
  public String change(double percent) {
    String text = percent(percent);
    return percent > 0 ? "+" + text : text;
  }

  /** A ratio, for example {@code 1.23×}. */
  public String ratio(double ratio) {
    return number(ratio) + "×";
  }

  /** The interval of a ratio, for example {@code 1.21 … 1.25×}. */
  public String ratios(double low, double high) {
    return interval(low, high, "1") + "×";
  }

  /** A count: {@code 12 345}, in full. */
  public String count(long count) {
    return grouped(BigDecimal.valueOf(count));
  }

  /**
   * An amount of money with its ISO 4217 code: {@code 12 345.50 EUR}.
   *
   * @param decimals digits after the mark, at least 0
   */
  public String money(double amount, String currency, int decimals) {
    return new Amount(fixed(amount, decimals), currency).toString();
  }

  /** A number with three significant digits; all digits before the decimal mark are kept. */
  public String number(double value) {
    return significant(value, DIGITS);
  }

  /**
   * A number with the given significant digits; digits before the decimal mark are never replaced
   * by zeros. Below 0.0001, a power of ten.
   */
  public String significant(double value, int digits) {
    finite(value);
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4) {
      return power(rounded, exponent, digits);
    }
    return fixed(value, Math.max(0, digits - 1 - exponent));
  }

  /** A number with the given decimals, at least 0. */
  public String fixed(double value, int decimals) {
    return grouped(new BigDecimal(finite(value)).setScale(decimals, RoundingMode.HALF_EVEN));
  }

  /**
   * A part of a whole, with enough decimals that it is not rounded up to the whole: 99.9995 of 100
   * is {@code 99.9995} and not 100.
   *
   * @param value at most {@code whole}
   * @param decimals at least so many
   */
  public String part(double value, double whole, int decimals) {
    BigDecimal exact = new BigDecimal(finite(value));
    int scale = decimals;
    while (value < whole
        && exact.setScale(scale, RoundingMode.HALF_EVEN).compareTo(new BigDecimal(whole)) >= 0) {
      scale++;
    }
    return fixed(value, scale);
  }

  /** The same of 100 % with its unit, in three decimals at least: {@code 99.999 %}. */
  public String partOfHundred(double percent) {
    return new Amount(part(percent, 100, 3), "%").toString();
  }

  /** A duration: {@code 42 s}, {@code 2 min 05 s}, {@code 3 h 07 min}. */
  public String duration(Duration duration) {
    long s = duration.toSeconds();
    if (s < 60) {
      return value(duration.toMillis() / 1000.0, "s");
    }
    return s < 3600
        ? s / 60 + NO_BREAK_SPACE + "min " + twoDigits(s % 60) + NO_BREAK_SPACE + "s"
        : count(s / 3600) + NO_BREAK_SPACE + "h " + twoDigits(s / 60 % 60) + NO_BREAK_SPACE + "min";
  }

  /** A moment to the second: {@code 2026-11-22T07:16:01Z}. */
  public String dateTime(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A day in UTC: {@code 2026-11-22}. */
  public String date(Instant instant) {
    return DATE.format(instant);
  }

  private static String symbol(Scale scale, String unit) {
    return unit.equals("1") ? "" : scale.unit(unit);
  }

  private String power(BigDecimal rounded, int exponent, int digits) {
    BigDecimal mantissa =
        rounded.movePointLeft(exponent).setScale(digits - 1, RoundingMode.HALF_EVEN);
    return grouped(mantissa) + NO_BREAK_SPACE + "×" + NO_BREAK_SPACE + "10" + superscript(exponent);
  }

  /** A whole number in superscript digits, for exponents and notes. */
  public static String superscript(int exponent) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(exponent).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }

  private String grouped(BigDecimal number) {
    String plain = number.abs().toPlainString();
    int mark = plain.indexOf('.');
    String whole = mark < 0 ? plain : plain.substring(0, mark);
    StringBuilder text = new StringBuilder(number.signum() < 0 ? MINUS : "");
    for (int i = 0; i < whole.length(); i++) {
      int left = whole.length() - i;
      if (i > 0 && left % 3 == 0 && whole.length() > 4) {
        text.append(GROUP);
      }
      text.append(whole.charAt(i));
    }
    return mark < 0
        ? text.toString()
        : text.append(language.decimalMark()).append(plain, mark + 1, plain.length()).toString();
  }

  /**
   * Decimals for three significant digits of the larger, and more until the ends differ by two
   * digits.
   */
  private static int decimalsApart(double a, double b) {
    double larger = Math.max(Math.abs(a), Math.abs(b));
    int min = larger == 0 ? 0 : DIGITS - 1 - (int) Math.floor(Math.log10(larger));
    double apart = Math.abs(b - a);
    int needed = apart == 0 ? min : 1 - (int) Math.floor(Math.log10(apart));
    return Math.clamp(needed, Math.max(0, min), Math.max(0, min) + 3);
  }

  private static String twoDigits(long value) {
    return value < 10 ? "0" + value : Long.toString(value);
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("no number to write: " + value);
    }
    return value;
  }
}
