package assay.report.text;

import java.awt.Font;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Text as the embedded font can show it: characters that the font lacks are written as code points,
 * such as {@code [U+1F600]}, and remembered so that the page can say so.
 */
public final class Glyphs {
  /** Null where nothing can be drawn: then the reader's own fonts show everything. */
  private final @Nullable Font font = Fonts.unavailable().isPresent() ? null : Fonts.regular(12);

  private final SequencedSet<Integer> lacking = new LinkedHashSet<>();

  /** The text with every character that the font lacks written as a code point. */
  public String showable(String text) {
    if (font == null || font.canDisplayUpTo(text) < 0) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    Font drawn = font;
    text.codePoints().forEach(c -> append(shown, c, drawn));
    return shown.toString();
  }

  private void append(StringBuilder shown, int c, Font drawn) {
    if (c == '\n' || drawn.canDisplay(c)) {
      shown.appendCodePoint(c);
    } else {
      lacking.add(c);
      shown.append(SafeText.codePoint(c));
    }
  }

  /** The characters that the font lacks, in the order they occurred. */
  public SequencedSet<Integer> lacking() {
    return lacking;
  }
}
