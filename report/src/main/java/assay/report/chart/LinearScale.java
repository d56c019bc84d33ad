package assay.report.chart;

import assay.report.text.Format;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Linear axes with ticks at 1, 2 or 5 times a power of ten. */
final class LinearScale {
  private static final double[] STEPS = {1, 2, 5, 10};
  private static final int MAX_TICKS = 7;
  private static final double HEADROOM = 1.12;
  // What differs by less is drawn as equal.
  private static final double EQUAL = 1e-4;

  private LinearScale() {}

  /** From zero to a little beyond the largest value. */
  static Scale fromZero(Quantity quantity, double most, double pixels, Format format) {
    double high = most > 0 ? 1.04 * most : 1;
    return ticked(quantity, 0, high, pixels, format);
  }

  /** About the values, whose differences are what matters; equal values get 1 % to each side. */
  static Scale around(Quantity quantity, double least, double most, double pixels, Format format) {
    double span = most - least;
    double magnitude = Math.max(Math.abs(least), Math.abs(most));
    double pad = magnitude == 0 ? 1 : span < EQUAL * magnitude ? 0.01 * magnitude : 0.06 * span;
    double low = least >= 0 ? Math.max(0, least - pad) : least - pad;
    return ticked(quantity, low, most + pad, pixels, format);
  }

  /** For a low panel: from zero where that costs little, with few ticks. */
  static Scale panel(Quantity quantity, double least, double most, Format format) {
    Scale ends =
        least >= 0 && least < most / 2
            ? fromZero(quantity, HEADROOM * most, Double.MAX_VALUE, format)
            : around(quantity, least, most + (HEADROOM - 1) * (most - least), 1e9, format);
    return scale(
        quantity,
        ends.low(),
        ends.high(),
        4,
        unit(quantity, ends.low(), ends.high(), format),
        format);
  }

  private static TickUnit unit(Quantity quantity, double low, double high, Format format) {
    return TickUnit.of(Math.max(Math.abs(low), Math.abs(high)), quantity.unit(), format);
  }

  /** With these ends, and as many ticks as stand apart on a horizontal axis of so many pixels. */
  static Scale ticked(Quantity quantity, double low, double high, double pixels, Format format) {
    TickUnit unit = unit(quantity, low, high, format);
    for (int most = MAX_TICKS; most > 2; most--) {
      Scale scale = scale(quantity, low, high, most, unit, format);
      if (scale.fits(pixels)) {
        return scale;
      }
    }
    return scale(quantity, low, high, 2, unit, format);
  }

  private static Scale scale(
      Quantity quantity, double low, double high, int most, TickUnit unit, Format format) {
    List<BigDecimal> values = values(low, high, most);
    int decimals = unit.decimals(values);
    List<Tick> ticks =
        values.stream()
            .map(value -> new Tick(value.doubleValue(), unit.label(value, decimals, format)))
            .toList();
    return new Scale(false, low, high, ticks, unit.title(quantity.name()));
  }

  /** Round values within the ends, at most so many. */
  static List<BigDecimal> values(double low, double high, int most) {
    BigDecimal step = step((high - low) / most);
    BigDecimal first = new BigDecimal(low).divide(step, 0, RoundingMode.CEILING);
    List<BigDecimal> values = new ArrayList<>();
    for (BigDecimal i = first; i.multiply(step).doubleValue() <= high; i = i.add(BigDecimal.ONE)) {
      values.add(i.multiply(step));
    }
    return values;
  }

  private static BigDecimal step(double atLeast) {
    int exponent = (int) Math.floor(Math.log10(atLeast));
    for (double step : STEPS) {
      BigDecimal value = BigDecimal.valueOf((long) step).scaleByPowerOfTen(exponent);
      if (value.doubleValue() >= atLeast) {
        return value;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }
}
