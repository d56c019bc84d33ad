package assay.report.nightly;

import java.util.Map;

/** SI prefixes of units that people write. */
final class Units {
  private static final Map<String, Double> PREFIXES =
      Map.of(
          "n", 1e-9, "µ", 1e-6, "u", 1e-6, "m", 1e-3, "k", 1e3, "M", 1e6, "G", 1e9, "T", 1e12, "P",
          1e15);

  private Units() {}

  /** How many of {@code base} one of {@code unit} is; NaN if it is not one of its multiples. */
  static double factor(String unit, String base) {
    if (unit.equals(base)) {
      return 1;
    }
    return unit.endsWith(base) && unit.length() == base.length() + 1
        ? PREFIXES.getOrDefault(unit.substring(0, 1), Double.NaN)
        : Double.NaN;
  }
}
