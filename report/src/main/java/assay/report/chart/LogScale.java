package assay.report.chart;

import assay.report.text.Format;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** Logarithmic axes: ticks at powers of ten, and between them where there is room. */
final class LogScale {
  private static final int[][] WITHIN_DECADE = {{1, 2, 3, 5, 7}, {1, 2, 5}, {1, 3}, {1}};
  private static final int MAX_TICKS = 9;
  // Below this ratio of the ends, round values at equal distances are the better ticks.
  private static final double NARROW = 4;
  // So short a unit stands at each tick, with its prefix.
  private static final int SHORT_UNIT = 2;

  private LogScale() {}

  /** About positive values, with a margin; at least 20 % from end to end. */
  static Scale around(Quantity quantity, double least, double most, double pixels, Format format) {
    double margin = Math.max(Math.pow(most / least, 0.06), 1.1);
    return ticked(quantity, least / margin, most * margin, pixels, format);
  }

  /** With these ends; labels that do not stand apart on so many pixels are left out. */
  static Scale ticked(Quantity quantity, double low, double high, double pixels, Format format) {
    String unit = quantity.unit();
    boolean atTicks = TickUnit.takesPrefix(unit, format) && unit.length() <= SHORT_UNIT;
    String title =
        atTicks || unit.equals("1") ? quantity.name() : quantity.name() + " (" + unit + ")";
    DoubleFunction<String> label = value -> label(value, unit, atTicks, format);
    return new Scale(true, low, high, ticks(low, high, label), title).spaced(pixels);
  }

  /**
   * Ratios about 1, which is in the middle of the axis.
   *
   * @param least smallest ratio, above 0
   */
  static Scale ratios(String title, double least, double most, double pixels, Format format) {
    double reach = Math.max(Math.max(most, 1 / least), 1.02);
    double end = Math.pow(reach, 1.06);
    DoubleFunction<String> label = value -> trimmed(value, format) + "×";
    for (int count = MAX_TICKS; count > 2; count -= 2) {
      Scale scale = new Scale(true, 1 / end, end, ticks(1 / end, end, count, label), title);
      if (scale.fits(pixels)) {
        return scale;
      }
    }
    return new Scale(true, 1 / end, end, List.of(new Tick(1, label.apply(1))), title);
  }

  private static List<Tick> ticks(double low, double high, DoubleFunction<String> label) {
    return ticks(low, high, MAX_TICKS, label);
  }

  private static List<Tick> ticks(double low, double high, int most, DoubleFunction<String> label) {
    Stream<Double> values =
        high / low < NARROW
            ? LinearScale.values(low, high, Math.min(most, 7)).stream().map(BigDecimal::doubleValue)
            : decades(low, high, most).stream();
    return values.map(value -> new Tick(value, label.apply(value))).toList();
  }

  private static List<Double> decades(double low, double high, int most) {
    for (int[] steps : WITHIN_DECADE) {
      List<Double> values = decades(low, high, steps, 1);
      if (values.size() <= most) {
        return values;
      }
    }
    int every = 2;
    while (decades(low, high, new int[] {1}, every).size() > most) {
      every++;
    }
    return decades(low, high, new int[] {1}, every);
  }

  static List<Double> decades(double low, double high, int[] steps, int every) {
    List<Double> values = new ArrayList<>();
    int from = Math.floorDiv((int) Math.floor(Math.log10(low)), every) * every;
    for (int exponent = from; exponent <= Math.log10(high); exponent += every) {
      for (int step : steps) {
        double value = BigDecimal.valueOf(step).scaleByPowerOfTen(exponent).doubleValue();
        if (value >= low && value <= high) {
          values.add(value);
        }
      }
    }
    return values;
  }

  private static String label(double value, String unit, boolean withUnit, Format format) {
    TickUnit scale = TickUnit.ofTick(value, unit, format);
    boolean prefixed = TickUnit.takesPrefix(unit, format);
    String number = trimmed(value / Math.pow(10, scale.power()), format);
    if (withUnit) {
      return number + "\u00a0" + scale.unit();
    }
    if (prefixed) {
      String prefix = scale.unit().substring(0, scale.unit().length() - unit.length());
      return prefix.isEmpty() ? number : number + "\u00a0" + prefix;
    }
    return scale.power() < 0 ? format.number(value) : number + scale.suffix();
  }

  /** A round value with its unit, without the zeros that three significant digits would add. */
  static String trimmed(double value, String unit, Format format) {
    TickUnit scale = TickUnit.of(value, unit, format);
    String number = trimmed(value / Math.pow(10, scale.power()), format) + scale.suffix();
    return scale.unit().isEmpty() ? number : number + "\u00a0" + scale.unit();
  }

  /** A round number without the zeros that three significant digits would add. */
  private static String trimmed(double value, Format format) {
    BigDecimal exact =
        new BigDecimal(value).round(new java.math.MathContext(6)).stripTrailingZeros();
    return format.fixed(exact.doubleValue(), Math.max(0, exact.scale()));
  }
}
