package assay.report.text;

import java.util.Set;

/**
 * An SI prefix: a power of 1000 and its sign. Only units of the list take one; anything else, such
 * as {@code samples/s} or a currency, is written out.
 *
 * @param step power of 1000, from -4 to 6
 */
record Scale(int step) {
  private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E"};
  private static final String[] SMALL = {"", "m", "µ", "n", "p"};
  private static final Set<String> PREFIXED =
      Set.of(
          "s",
          "FLOP",
          "FLOP/s",
          "FLOP/s/W",
          "FLOP/J",
          "B",
          "B/s",
          "OP/s",
          "J",
          "J/sample",
          "W",
          "Hz",
          "Wh",
          "s/sample");
  // Nobody uses kiloseconds: seconds only take prefixes below one.
  private static final Set<String> ONLY_SMALLER = Set.of("s", "s/sample");
  static final Scale ONE = new Scale(0);

  /** The prefix under which a value of this unit has one to three digits before the mark. */
  static Scale of(double value, String unit) {
    if (value == 0 || !PREFIXED.contains(unit)) {
      return ONE;
    }
    double magnitude = Math.abs(value);
    int step = (int) Math.floor(Math.log10(magnitude) / 3);
    // A value that would print as 1000 of a unit is 1.00 of the next.
    step += magnitude / Math.pow(1000, step) >= 999.5 ? 1 : 0;
    int largest = ONLY_SMALLER.contains(unit) ? 0 : LARGE.length - 1;
    return new Scale(Math.clamp(step, 1 - SMALL.length, largest));
  }

  double apply(double value) {
    return step >= 0 ? value / Math.pow(1000, step) : value * Math.pow(1000, -step);
  }

  String unit(String unit) {
    return (step >= 0 ? LARGE[step] : SMALL[-step]) + unit;
  }
}
