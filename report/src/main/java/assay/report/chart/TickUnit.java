package assay.report.chart;

import assay.report.text.Format;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/**
 * How the ticks of a linear axis are written: under one SI prefix that the title names, or, where
 * the unit takes none, with a letter for thousands.
 *
 * @param power ten to this power is one of what a tick's number counts
 * @param unit for the title, empty for plain numbers
 * @param suffix behind each tick's number
 */
record TickUnit(int power, String unit, String suffix) {
  private static final Map<String, Integer> PREFIXES =
      Map.of("p", -12, "n", -9, "µ", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15);
  private static final double LETTERS_FROM = 20_000;
  private static final String[] LETTERS = {"", "k", "M", "G", "T", "P", "E"};

  /** For an axis whose largest magnitude is {@code max}. */
  static TickUnit of(double max, String unit, Format format) {
    if (takesPrefix(unit, format)) {
      String symbol = format.amount(max == 0 ? 1 : max, unit).unit();
      String prefix = symbol.substring(0, symbol.length() - unit.length());
      Integer power = prefix.equals("E") ? Integer.valueOf(18) : PREFIXES.get(prefix);
      return new TickUnit(power == null ? 0 : power, power == null ? unit : symbol, "");
    }
    String plain = unit.equals("1") ? "" : unit;
    if (max >= LETTERS_FROM) {
      return letter(max, plain);
    }
    if (max > 0 && max < 1e-3) {
      int power = 3 * (int) Math.floor(Math.log10(max) / 3);
      return new TickUnit(power, ("10" + Format.superscript(power) + " " + plain).strip(), "");
    }
    return new TickUnit(0, plain, "");
  }

  private static TickUnit letter(double max, String unit) {
    int step = Math.min(LETTERS.length - 1, (int) Math.floor(Math.log10(max) / 3 + 1e-9));
    return new TickUnit(3 * step, unit, "\u00a0" + LETTERS[step]);
  }

  /**
   * A tick of a logarithmic axis: its number with prefix, and with the unit where that is short.
   */
  static String atTick(double value, String unit, boolean withUnit, Format format) {
    boolean prefixes = takesPrefix(unit, format);
    TickUnit scale =
        value >= LETTERS_FROM / 2 && !prefixes ? letter(value, unit) : of(value, unit, format);
    String number = trimmed(value / Math.pow(10, scale.power()), format);
    if (!prefixes) {
      return scale.power() < 0 ? format.number(value) : number + scale.suffix();
    }
    int end = scale.unit().length() - (withUnit ? 0 : unit.length());
    return end == 0 ? number : number + "\u00a0" + scale.unit().substring(0, end);
  }

  /** A round value with its unit, without the zeros that three significant digits would add. */
  static String trimmed(double value, String unit, Format format) {
    TickUnit scale = of(value, unit, format);
    String number = trimmed(value / Math.pow(10, scale.power()), format) + scale.suffix();
    return scale.unit().isEmpty() ? number : number + "\u00a0" + scale.unit();
  }

  /** A round number without the zeros that three significant digits would add. */
  static String trimmed(double value, Format format) {
    BigDecimal exact = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    return format.fixed(exact.doubleValue(), Math.max(0, exact.scale()));
  }

  /** Whether numbers in a unit are written with SI prefixes. */
  static boolean takesPrefix(String unit, Format format) {
    return !unit.equals("1") && !format.amount(1e-3, unit).unit().equals(unit);
  }

  /** How many decimals it takes to write multiples of a step exactly. */
  int decimals(BigDecimal step) {
    return Math.max(0, step.movePointLeft(power).stripTrailingZeros().scale());
  }

  /** A value with three significant digits. */
  String label(double value, Format format) {
    return format.significant(value / Math.pow(10, power), 3) + suffix;
  }

  /** A tick with the given decimals. */
  String label(double value, int decimals, Format format) {
    return format.fixed(value / Math.pow(10, power), decimals) + suffix;
  }

  /** The axis's title. */
  String title(String name) {
    return unit.isEmpty() ? name : name + " (" + unit + ")";
  }
}
