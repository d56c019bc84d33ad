package assay.cpu.simd;

import java.util.Locale;

/** Argument checks: the kernels themselves run without bounds checks. */
final class Shapes {
  private Shapes() {}

  /**
   * Rejects a row-major matrix that does not fit its array.
   *
   * @param rows as stored
   * @param columns as stored
   * @throws IllegalArgumentException for a negative size, or a leading dimension below the row
   * @throws IndexOutOfBoundsException when an element lies outside the array
   */
  static void checkMatrix(String name, int rows, int columns, int length, int offset, int ld) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(name + " has a negative size: " + rows + "×" + columns);
    }
    if (ld < Math.max(1, columns)) {
      throw new IllegalArgumentException(
          name + ": leading dimension " + ld + " < stored row of " + columns);
    }
    if (rows == 0 || columns == 0) {
      return;
    }
    long last = offset + (rows - 1L) * ld + columns - 1;
    if (offset < 0 || last >= length) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "%s (stored %d×%d, offset %d, leading dimension %d) ends at %d, the array at %d",
              name,
              rows,
              columns,
              offset,
              ld,
              last + 1,
              length));
    }
  }
}
