package assay.report.text;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The faces reports are set in, which travel with the program: the same measures of a text on every
 * machine, and glyphs for English, German, Chinese, Greek and Cyrillic wherever a report is read.
 */
public final class Fonts {
  /** The family of the text face, as AWT, SVG and CSS know it. */
  public static final String SANS = "Assay Sans";

  /** The family of the fixed-width face. */
  public static final String MONO = "Assay Mono";

  private Fonts() {}

  /** A file of the faces, by its name in the package's folder of fonts. */
  public static byte[] file(String name) {
    try (InputStream in = Fonts.class.getResourceAsStream("/assay/report/fonts/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no font file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("font file " + name + " cannot be read", e);
    }
  }

  /** The text face, size in CSS pixels. */
  public static Font regular(float size) {
    return Faces.REGULAR.deriveFont(size);
  }

  /** The bold text face, size in CSS pixels. */
  public static Font bold(float size) {
    return Faces.BOLD.deriveFont(size);
  }

  private static final class Faces {
    private static final Font REGULAR = load("AssaySans-Regular.ttf");
    // A font of a file is plain by itself; the style makes SVG and PDF choose the bold face.
    private static final Font BOLD = load("AssaySans-Bold.ttf").deriveFont(Font.BOLD);

    private static Font load(String name) {
      try (InputStream in = Fonts.class.getResourceAsStream("/assay/report/fonts/" + name)) {
        return Font.createFont(Font.TRUETYPE_FONT, java.util.Objects.requireNonNull(in));
      } catch (IOException | FontFormatException e) {
        throw new IllegalStateException("font file " + name + " cannot be used", e);
      }
    }
  }
}
