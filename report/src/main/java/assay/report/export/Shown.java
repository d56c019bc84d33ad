package assay.report.export;

import assay.core.stats.Estimate;
import assay.core.stats.Estimate.Interval;
import java.util.Locale;

/** Numbers for people, with a decimal point under every locale. */
public final class Shown {
  private static final String[] PREFIXES = {"p", "n", "µ", "m", "", "k", "M", "G", "T", "P"};
  private static final int NONE = 4;

  private Shown() {}

  /** A ratio with its sign, such as {@code 1.250 ×}. */
  public static String ratio(double ratio) {
    return (ratio < 0.01 || ratio >= 1000 ? number("%.3g", ratio) : number("%.3f", ratio)) + " ×";
  }

  /** The interval of a ratio, such as {@code 1.24 … 1.26}, or the reason why there is none. */
  public static String interval(Estimate estimate) {
    return switch (estimate) {
      case Interval(double low, double high, double level) ->
          number("%.3f", low) + " … " + number("%.3f", high);
      case Estimate.NoInterval(String reason) -> "none: " + reason;
    };
  }

  /** A value with four significant digits and an SI prefix, such as {@code 31.20 ms}. */
  public static String value(double value, String unit) {
    if (unit.equals("%") || unit.equals("1") || value == 0) {
      return number("%.4g", value) + (unit.equals("1") ? "" : " " + unit);
    }
    int step = (int) Math.floor(Math.log10(Math.abs(value)) / 3);
    int index = Math.clamp(step + NONE, 0, PREFIXES.length - 1);
    double scaled = value / Math.pow(1000, index - NONE);
    return number("%.4g", scaled) + " " + PREFIXES[index] + unit;
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
