package assay.fpga.rtl;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extents of the systolic array.
 *
 * @param rows processing elements in a column, 2 to {@value #MAX}
 * @param cols processing elements in a row, 2 to {@value #MAX}
 */
record ArraySize(int rows, int cols) {
  /** System property with the size of the array, such as {@code 4x4}. */
  static final String PROPERTY = "assay.rtl.array";

  /** Environment variable with the size, used if the property is not set. */
  static final String VARIABLE = "ASSAY_RTL_ARRAY";

  static final ArraySize DEFAULT = new ArraySize(8, 8);

  private static final int MIN = 2;
  private static final int MAX = 32;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,3})x([0-9]{1,3})");

  ArraySize {
    if (rows < MIN || rows > MAX || cols < MIN || cols > MAX) {
      throw new IllegalArgumentException(
          "an array has " + MIN + " to " + MAX + " rows and columns; got " + rows + "x" + cols);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is not of the form {@code 8x8} or out of range
   */
  static ArraySize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("an array size has the form 8x8; got '" + text + "'");
    }
    return new ArraySize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The size given by property or variable; the default if neither is set. */
  static ArraySize chosen(Map<String, String> environment) {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
        .map(ArraySize::parse)
        .orElse(DEFAULT);
  }

  /** Multiply-adds per cycle. */
  int macsPerCycle() {
    return rows * cols;
  }

  @Override
  public String toString() {
    return rows + "x" + cols;
  }
}
