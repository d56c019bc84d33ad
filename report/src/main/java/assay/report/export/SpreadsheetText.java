package assay.report.export;

/**
 * Text for a cell of a CSV file that a spreadsheet program may open.
 *
 * <p>Such a program treats a cell that begins with {@code =}, {@code +}, {@code -} or {@code @}
 * (also after blanks, and also as full-width characters) as a formula, which may start programs or
 * send the table elsewhere. Quoting does not help, because it is removed before the cell is
 * interpreted.
 *
 * <p>The rule: text whose first character other than a blank, tab or line break is one of these, or
 * an apostrophe, is prefixed with an apostrophe. To get the original, remove one apostrophe from
 * the front of every text that begins with one ({@link #restore}); nothing else is changed. Columns
 * of numbers are written bare, so that −1.5 stays a number.
 */
public final class SpreadsheetText {
  private static final String TRIGGERS = "=+-@'＝＋－＠";

  private SpreadsheetText() {}

  /** The text as it is written. */
  public static String guard(String text) {
    String first = text.strip();
    boolean dangerous = !first.isEmpty() && TRIGGERS.indexOf(first.charAt(0)) >= 0;
    return dangerous ? "'" + text : text;
  }

  /** The text as it was before {@link #guard}. */
  public static String restore(String text) {
    return text.startsWith("'") ? text.substring(1) : text;
  }
}
