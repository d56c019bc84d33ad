package assay.report.text;

import java.awt.Font;

/** The faces reports are set in. */
public final class Fonts {
  private Fonts() {}

  /** The text face, size in CSS pixels. */
  public static Font regular(float size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(size);
  }

  /** The bold text face, size in CSS pixels. */
  public static Font bold(float size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont(size);
  }
}
