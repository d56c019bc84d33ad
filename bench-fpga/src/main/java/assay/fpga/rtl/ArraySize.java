package assay.fpga.rtl;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extents of the systolic array.
 *
 * @param rows processing elements in a column, 2 to {@value #MOST}
 * @param cols processing elements in a row, 2 to {@value #MOST}
 */
record ArraySize(int rows, int cols) {
  /** System property that chooses the array, such as {@code 4x4}. */
  static final String PROPERTY = "assay.rtl.array";

  /** Environment variable that chooses it where the property is not set. */
  static final String VARIABLE = "ASSAY_RTL_ARRAY";

  static final ArraySize DEFAULT = new ArraySize(8, 8);

  private static final int LEAST = 2;
  private static final int MOST = 32;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,3})x([0-9]{1,3})");

  ArraySize {
    if (rows < LEAST || rows > MOST || cols < LEAST || cols > MOST) {
      throw new IllegalArgumentException(
          "an array has " + LEAST + " to " + MOST + " rows and columns; got " + rows + "x" + cols);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is not of the form {@code 8x8} or out of range
   */
  static ArraySize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("an array is written like 8x8; got '" + text + "'");
    }
    return new ArraySize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** What the property or the variable says; the default where neither does. */
  static ArraySize chosen(Map<String, String> environment) {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
        .map(ArraySize::parse)
        .orElse(DEFAULT);
  }

  /** Multiply-adds in a cycle. */
  int macsPerCycle() {
    return rows * cols;
  }

  @Override
  public String toString() {
    return rows + "x" + cols;
  }
}
