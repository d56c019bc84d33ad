package assay.report.text;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bundled fonts of reports: text has the same width on every machine, and glyphs for English,
 * German, Chinese, Greek and Cyrillic are always available.
 */
public final class Fonts {
  /** Family name of the text font in AWT, SVG and CSS. */
  public static final String SANS = "Assay Sans";

  /** Family name of the monospaced font. */
  public static final String MONO = "Assay Mono";

  private static final FontRenderContext OUTLINES = new FontRenderContext(null, true, true);

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

  /**
   * Why no text can be drawn on this machine, and so no chart; empty if it can. Files of fonts can
   * be had all the same.
   */
  public static Optional<String> unavailable() {
    return Optional.ofNullable(Faces.PROBLEM);
  }

  /** The text font, size in CSS pixels; it can be neither drawn nor measured if unavailable. */
  public static Font regular(float size) {
    return Faces.REGULAR.deriveFont(size);
  }

  /**
   * The bold text font, size in CSS pixels; it can be neither drawn nor measured if unavailable.
   */
  public static Font bold(float size) {
    return Faces.BOLD.deriveFont(size);
  }

  /**
   * Width of a text in pixels; where fonts are unavailable, a guess for charts that nobody draws.
   */
  public static double width(String text, Font font) {
    return Faces.PROBLEM == null
        ? font.getStringBounds(text, OUTLINES).getWidth()
        : 0.6 * font.getSize2D() * text.length();
  }

  private static final class Faces {
    /** Where Java looks for a description of the system's fonts, in place of fontconfig's. */
    private static final String SYSTEM_FONTS = "sun.awt.fontconfig";

    private static final @Nullable String PROBLEM;
    private static final Font REGULAR;
    private static final Font BOLD;

    static {
      // A name alone: Java looks for such a font only when it is used.
      Font regular = new Font(SANS, Font.PLAIN, 1);
      Font bold = new Font(SANS, Font.BOLD, 1);
      String problem = null;
      try {
        regular = first();
        // A font read from a file is plain; the style makes SVG and PDF choose the bold one.
        bold = load("AssaySans-Bold.ttf").deriveFont(Font.BOLD);
      } catch (RuntimeException | LinkageError | InternalError e) {
        problem =
            (e.getCause() == null ? e : e.getCause()).toString().lines().findFirst().orElse("");
      }
      PROBLEM = problem;
      REGULAR = regular;
      BOLD = bold;
    }

    /** Java wants to know the system's fonts even where only our own are drawn. */
    private static Font first() {
      try {
        return measured(load("AssaySans-Regular.ttf"));
      } catch (RuntimeException | InternalError e) {
        if (System.getProperty(SYSTEM_FONTS) != null) {
          throw e;
        }
        return withoutSystemFonts();
      }
    }

    private static Font withoutSystemFonts() {
      try {
        Path none = Files.createTempFile("assay-fonts", ".properties");
        try {
          Files.writeString(none, "version=1\nsequence.allfonts=default\n");
          System.setProperty(SYSTEM_FONTS, none.toString());
          return measured(load("AssaySans-Regular.ttf"));
        } finally {
          Files.delete(none);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Measuring shows at once whether Java can work with the font. */
    private static Font measured(Font font) {
      font.getStringBounds("x", OUTLINES);
      return font;
    }

    private static Font load(String name) {
      try (InputStream in = Fonts.class.getResourceAsStream("/assay/report/fonts/" + name)) {
        return Font.createFont(Font.TRUETYPE_FONT, java.util.Objects.requireNonNull(in));
      } catch (IOException | FontFormatException e) {
        throw new IllegalStateException("font file " + name + " cannot be used", e);
      }
    }
  }
}
