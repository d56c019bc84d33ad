package assay.report.text;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The bundled fonts of reports: text has the same width on every machine, and glyphs for English,
 * German, Chinese, Greek and Cyrillic are always available.
 */
public final class Fonts {
  /** Family name of the text font in AWT, SVG and CSS. */
  public static final String SANS = "Assay Sans";

  /** Family name of the monospaced font. */
  public static final String MONO = "Assay Mono";

  private Fonts() {}

  /** A font file, by its name in the package's font folder. */
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

  /** The text font, size in CSS pixels. */
  public static Font regular(float size) {
    return Faces.REGULAR.deriveFont(size);
  }

  /** The bold text font, size in CSS pixels. */
  public static Font bold(float size) {
    return Faces.BOLD.deriveFont(size);
  }

  private static final class Faces {
    private static final Font REGULAR = load("AssaySans-Regular.ttf");
    // A font read from a file is plain; the style makes SVG and PDF choose the bold one.
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
