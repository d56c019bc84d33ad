package assay.report.text;

import java.awt.Font;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Text as the embedded font can show it: characters that the font lacks are written as code points,
 * such as {@code [U+1F600]}, and remembered so that the page can say so.
 */
public final class Glyphs {
  private final Font font = Fonts.regular(12);
  private final SequencedSet<Integer> lacking = new LinkedHashSet<>();

  /** The text with every character that the font lacks written as a code point. */
  public String showable(String text) {
    if (font.canDisplayUpTo(text) < 0) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private void append(StringBuilder shown, int c) {
    if (c == '\n' || font.canDisplay(c)) {
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
