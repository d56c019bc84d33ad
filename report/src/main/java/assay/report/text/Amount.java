package assay.report.text;

/**
 * A formatted number and its unit.
 *
 * @param number such as {@code 31.2}
 * @param unit such as {@code ms}, empty where there is none
 */
public record Amount(String number, String unit) {
  /** Number and unit with a no-break space between them. */
  @Override
  public String toString() {
    return unit.isEmpty() ? number : number + Format.NO_BREAK_SPACE + unit;
  }
}
