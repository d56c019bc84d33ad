package assay.report.chart;

import java.util.List;

/**
 * An axis before it is drawn.
 *
 * @param logarithmic whether equal distances are equal ratios
 * @param low value at its beginning
 * @param high value at its end, above {@code low}
 * @param ticks in ascending order, within the ends
 * @param title name and unit, such as {@code Throughput (GFLOP/s)}; empty for none
 */
record Scale(boolean logarithmic, double low, double high, List<Tick> ticks, String title) {
  /** Distance of labels from each other, pixels. */
  private static final double APART = 12;

  Scale {
    ticks = List.copyOf(ticks);
    if (!(low < high)) {
      throw new IllegalArgumentException("an axis from " + low + " to " + high);
    }
  }

  /** An axis of rows or the like: no ticks and no title. */
  static Scale bare(double low, double high) {
    return new Scale(false, low, high, List.of(), "");
  }

  /** Where a value is: 0 at the beginning, 1 at the end. */
  double position(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** Width of the widest label, pixels. */
  double labelWidth() {
    return ticks.stream()
        .mapToDouble(tick -> Labels.width(tick.label(), Labels.plain()))
        .max()
        .orElse(0);
  }

  /** Whether the labels stand apart on an axis of so many pixels. */
  boolean fits(double pixels) {
    double end = Double.NEGATIVE_INFINITY;
    for (Tick tick : ticks) {
      double half = Labels.width(tick.label(), Labels.plain()) / 2;
      double center = position(tick.value()) * pixels;
      if (center - half < end + APART) {
        return false;
      }
      end = center + half;
    }
    return true;
  }

  /** Without those labels that protrude by more than the room beside an axis of so many pixels. */
  Scale within(double pixels, double before, double after) {
    List<Tick> kept =
        ticks.stream()
            .map(tick -> {
              double half = Labels.width(tick.label(), Labels.plain()) / 2;
              double center = position(tick.value()) * pixels;
              boolean fits = center - half >= -before && center + half <= pixels + after;
              return fits ? tick : new Tick(tick.value(), "");
            })
            .toList();
    return new Scale(logarithmic, low, high, kept, title);
  }

  /** Without those labels that would run into the one before. */
  Scale spaced(double pixels) {
    double[] end = {Double.NEGATIVE_INFINITY};
    List<Tick> kept =
        ticks.stream()
            .map(tick -> {
              double half = Labels.width(tick.label(), Labels.plain()) / 2;
              double center = position(tick.value()) * pixels;
              if (center - half < end[0] + APART) {
                return new Tick(tick.value(), "");
              }
              end[0] = center + half;
              return tick;
            })
            .toList();
    return new Scale(logarithmic, low, high, kept, title);
  }
}
