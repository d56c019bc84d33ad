package assay.report.text;

import java.awt.Font;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Text as the embedded text face can show it: what the face lacks is written by its code point,
 * such as {@code [U+1F600]}, and remembered so that the page can say so. It is never dropped.
 */
public final class Glyphs {
  private final Font font = Fonts.regular(12);
  private final SequencedSet<Integer> lacking = new LinkedHashSet<>();

  /** The text with every character that the face lacks written by its code point. */
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

  /** The characters met so far that the face lacks, in the order they came. */
  public SequencedSet<Integer> lacking() {
    return lacking;
  }
}
