package assay.cli;

import java.util.Locale;

/**
 * Numbers with units for people: three to four significant digits, SI prefixes, always with a
 * decimal point.
 */
final class Quantity {
  private static final String[] LARGE = {"", "k", "M", "G", "T", "P"};
  private static final String[] SMALL = {"", "m", "µ", "n", "p"};

  private Quantity() {}

  /** A value in a unit of the record, for example {@code 31.2 ms} or {@code 98.4 GFLOP/s}. */
  static String of(double value, String unit) {
    return switch (unit) {
      case "%" -> digits(value) + " %";
      case "1" -> String.format(Locale.ROOT, "%.4f", value);
      case "samples/s" -> grouped(value) + " samples/s";
      default -> prefixed(value, unit);
    };
  }

  private static String grouped(double value) {
    return value >= 1000 ? String.format(Locale.ROOT, "%,.0f", value) : digits(value);
  }

  private static String prefixed(double value, String unit) {
    int step = step(value);
    double scaled = value / Math.pow(1000, step);
    return digits(scaled) + " " + prefix(step) + unit;
  }

  /** Both ends of an interval with one prefix, that of the low end: {@code 30.9 … 31.6 ms}. */
  static String interval(double low, double high, String unit) {
    int step = unit.equals("%") ? 0 : step(low);
    double scale = Math.pow(1000, step);
    return digits(low / scale) + " … " + digits(high / scale) + " " + prefix(step) + unit;
  }

  /** A value without prefix, with three digits. */
  static String plain(double value) {
    return digits(value);
  }

  private static int step(double value) {
    if (value == 0) {
      return 0;
    }
    int step = (int) Math.floor(Math.log10(Math.abs(value)) / 3);
    // What would be printed as 1000 of a unit is 1.00 of the next.
    step += Math.abs(value) / Math.pow(1000, step) >= 999.5 ? 1 : 0;
    return Math.clamp(step, 1 - SMALL.length, LARGE.length - 1);
  }

  private static String prefix(int step) {
    return step >= 0 ? LARGE[step] : SMALL[-step];
  }

  private static String digits(double value) {
    double magnitude = Math.abs(value);
    String format =
        magnitude >= 99.95
            ? "%.0f"
            : magnitude >= 9.995 ? "%.1f" : magnitude >= 0.9995 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** A duration for progress, for example {@code 2 min 05 s}. */
  static String duration(java.time.Duration duration) {
    long s = duration.toSeconds();
    return s >= 3600
        ? String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60)
        : s >= 60 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : s + " s";
  }
}
