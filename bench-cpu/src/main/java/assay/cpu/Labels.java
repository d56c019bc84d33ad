package assay.cpu;

import assay.core.spi.TargetException;
import java.util.Locale;

/** Checks class labels, which come from outside and may be wrong. */
public final class Labels {
  private Labels() {}

  /**
   * The label of a row.
   *
   * @throws TargetException if it is not in [0, classes)
   */
  public static int check(int[] labels, int row, int classes) {
    int label = labels[row];
    if (label < 0 || label >= classes) {
      throw new TargetException(
          String.format(Locale.ROOT, "label %d at [%d] is not in [0, %d)", label, row, classes));
    }
    return label;
  }
}
