package assay.report.chart;

import assay.report.text.Format;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DateFormat;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.jfree.chart.axis.AxisLabelLocation;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.DateTickUnit;
import org.jfree.chart.axis.DateTickUnitType;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;

/** JFreeChart's axes: where they begin and end, and the round values on them. */
final class Axes {
  private static final int[][] WITHIN_DECADE = {{1, 2, 3, 5, 7}, {1, 2, 5}, {1, 3}, {1}};
  private static final int[] DAYS = {1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640, 18_200};
  private static final double DAY = 86_400_000;
  private static final int MAX_DATES = 6;
  private static final int MAX_TICKS = 7;
  private static final double HEADROOM = 1.12;
  private static final double APART = 12;
  // Values that differ by less are drawn as equal.
  private static final double EQUAL = 1e-4;
  // Below this ratio of the ends, evenly spaced round ticks are better than logarithmic ones.
  private static final double NARROW = 4;
  // A unit this short is written at each tick, with its prefix.
  private static final int SHORT_UNIT = 2;
  // Minimum width of a plot next to row labels.
  private static final double PIXELS = 260;

  private Axes() {}

  private static ValueAxis of(ValueAxis axis, double low, double high, String title) {
    axis.setRange(low, high);
    axis.setLabel(Labels.within(title, Labels.plain(), VectorChart.WIDTH - VectorChart.RIGHT));
    axis.setLabelLocation(AxisLabelLocation.HIGH_END);
    return axis;
  }

  /** A linear axis with these ends, and ticks at 1, 2 or 5 times a power of ten. */
  static ValueAxis linear(Quantity quantity, double low, double high, Format format) {
    return linear(quantity, low, high, MAX_TICKS, format);
  }

  private static ValueAxis linear(
      Quantity quantity, double low, double high, int max, Format format) {
    TickUnit unit = TickUnit.of(Math.max(Math.abs(low), Math.abs(high)), quantity.unit(), format);
    BigDecimal step = step((high - low) / max);
    int decimals = unit.decimals(step);
    DoubleFunction<String> label =
        value ->
            Math.abs(value) < 1e-6 * step.doubleValue() ? "0" : unit.label(value, decimals, format);
    double widest =
        Math.max(
            Labels.width(label.apply(low), Labels.plain()),
            Labels.width(label.apply(high), Labels.plain()));
    double fewer = step((high - low) / (max - 1)).doubleValue();
    boolean any = Math.floor(high / fewer) >= Math.ceil(low / fewer);
    if (max > 2 && any && (high - low) / step.doubleValue() * (widest + APART) > PIXELS) {
      return linear(quantity, low, high, max - 1, format);
    }
    NumberAxis axis = new NumberAxis();
    axis.setTickUnit(unit(step.doubleValue(), label));
    return of(axis, low, high, unit.title(quantity.name()));
  }

  /** Ticks at multiples of a size, with the labels to write. */
  static NumberTickUnit unit(double size, DoubleFunction<String> label) {
    return new Step(size, label);
  }

  private static final class Step extends NumberTickUnit {
    private static final long serialVersionUID = 1;
    private final transient DoubleFunction<String> label;

    Step(double size, DoubleFunction<String> label) {
      super(size);
      this.label = label;
    }

    @Override
    public String valueToString(double value) {
      return label.apply(value);
    }
  }

  /** An axis from zero to a little beyond the largest value. */
  static ValueAxis fromZero(Quantity quantity, double max, Format format) {
    return linear(quantity, 0, max > 0 ? 1.04 * max : 1, format);
  }

  /** An axis around the values, to show their differences; equal values get 1 % on each side. */
  static ValueAxis around(Quantity quantity, double min, double max, Format format) {
    return around(quantity, min, max, MAX_TICKS, format);
  }

  private static ValueAxis around(
      Quantity quantity, double min, double max, int ticks, Format format) {
    double span = max - min;
    double magnitude = Math.max(Math.abs(min), Math.abs(max));
    double pad = magnitude == 0 ? 1 : span < EQUAL * magnitude ? 0.01 * magnitude : 0.06 * span;
    double low = min >= 0 ? Math.max(0, min - pad) : min - pad;
    return linear(quantity, low, max + pad, ticks, format);
  }

  /** An axis of a low plot: from zero where that costs little space, with few ticks. */
  static ValueAxis panel(Quantity quantity, double min, double max, Format format) {
    return min >= 0 && min < max / 2
        ? linear(quantity, 0, max > 0 ? HEADROOM * max : 1, 4, format)
        : around(quantity, min, max + (HEADROOM - 1) * (max - min), 4, format);
  }

  /**
   * Items next to each other, the first at 0; where names would overlap, only every second or third
   * is labelled.
   *
   * @param room of each, pixels
   */
  static ValueAxis names(String title, List<String> names, double room) {
    double widest =
        names.stream().mapToDouble(name -> Labels.width(name, Labels.plain())).max().orElse(0);
    int every = Math.max(1, (int) Math.ceil((widest + APART / 2) / room));
    String[] shown = names.toArray(String[]::new);
    for (int i = 0; i < shown.length; i++) {
      shown[i] = i % every == 0 ? shown[i] : "";
    }
    SymbolAxis axis = new SymbolAxis(title, shown);
    axis.setGridBandsVisible(false);
    return of(axis, -0.6, names.size() - 0.4, title);
  }

  /** An instant on an axis of days. */
  static double millis(Instant at) {
    return (double) at.toEpochMilli();
  }

  /** Days in UTC as ISO 8601 dates, in milliseconds since 1970. */
  static ValueAxis days(Instant first, Instant last) {
    double low = millis(first);
    double high = millis(last);
    // Room for half a date next to the last night.
    double margin = Math.max(DAY / 2, 0.04 * (high - low));
    int days =
        IntStream.of(DAYS)
            .filter(step -> (high - low + 2 * margin) / DAY / step <= MAX_DATES)
            .findFirst()
            .orElseThrow();
    TimeZone utc = TimeZone.getTimeZone(ZoneOffset.UTC);
    DateFormat iso = new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT);
    iso.setTimeZone(utc);
    DateAxis axis = new DateAxis(null, utc, Locale.ROOT);
    axis.setTickUnit(new DateTickUnit(DateTickUnitType.DAY, days, iso));
    axis.setRange(low - margin, high + margin);
    return axis;
  }

  /** A logarithmic axis around positive values, with a margin; at least 20 % from end to end. */
  static ValueAxis logAround(Quantity quantity, double min, double max, Format format) {
    double margin = Math.max(Math.pow(max / min, 0.06), 1.1);
    return log(quantity, min / margin, max * margin, format);
  }

  /** A logarithmic axis with these ends. */
  static ValueAxis log(Quantity quantity, double low, double high, Format format) {
    String unit = quantity.unit();
    boolean atTicks = TickUnit.takesPrefix(unit, format) && unit.length() <= SHORT_UNIT;
    String title =
        atTicks || unit.equals("1") ? quantity.name() : quantity.name() + " (" + unit + ")";
    return of(
        new LogarithmicAxis(value -> TickUnit.atTick(value, unit, atTicks, format)),
        low,
        high,
        title);
  }

  /**
   * An axis of ratios, with 1 in the middle.
   *
   * @param min smallest ratio, above 0
   */
  static ValueAxis ratios(String title, double min, double max, Format format) {
    double end = Math.pow(Math.max(Math.max(max, 1 / min), 1.02), 1.06);
    return of(
        new LogarithmicAxis(value -> TickUnit.trimmed(value, format) + "×"), 1 / end, end, title);
  }

  /** Round values within the ends of a logarithmic axis, at most {@code max}. */
  static List<Double> round(double low, double high, int max) {
    if (high / low < NARROW) {
      BigDecimal step = step((high - low) / Math.min(max, MAX_TICKS));
      BigDecimal value = new BigDecimal(low).divide(step, 0, RoundingMode.CEILING).multiply(step);
      List<Double> values = new ArrayList<>();
      for (; value.doubleValue() <= high; value = value.add(step)) {
        values.add(value.doubleValue());
      }
      return values;
    }
    for (int[] steps : WITHIN_DECADE) {
      List<Double> values = decades(low, high, steps, 1);
      if (values.size() <= max) {
        return values;
      }
    }
    int every = 2;
    while (decades(low, high, new int[] {1}, every).size() > max) {
      every++;
    }
    return decades(low, high, new int[] {1}, every);
  }

  private static List<Double> decades(double low, double high, int[] steps, int every) {
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

  /** The smallest of 1, 2 or 5 times a power of ten that is at least this large. */
  private static BigDecimal step(double atLeast) {
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(atLeast)));
    return IntStream.of(1, 2, 5)
        .mapToObj(n -> power.multiply(BigDecimal.valueOf(n)))
        .filter(step -> step.doubleValue() >= atLeast)
        .findFirst()
        .orElse(power.scaleByPowerOfTen(1));
  }
}
