package assay.report.text;

import java.util.Locale;

/**
 * Makes text from a record safe to display: nothing in it can hide, run backwards or stretch a
 * page.
 *
 * <p>Control characters and halves of surrogate pairs become U+FFFD. Invisible characters that
 * reorder or join the text around them (Unicode's direction controls, zero-width spaces, tags) are
 * shown by their code points, such as {@code [U+202E]}. Tabs and line ends become spaces.
 */
public final class SafeText {
  private static final char REPLACEMENT = '\ufffd';

  private SafeText() {}

  /** The text on one line. */
  public static String line(String text) {
    return clean(text, false);
  }

  /** The text with its line breaks, for commands. */
  public static String lines(String text) {
    return clean(text, true);
  }

  /** A code point in hexadecimal, for example {@code [U+1F600]}. */
  public static String codePoint(int codePoint) {
    return String.format(Locale.ROOT, "[U+%04X]", codePoint);
  }

  /** Whether it contains right-to-left letters and must be isolated from its line. */
  public static boolean rightToLeft(String text) {
    return text.codePoints()
        .map(Character::getDirectionality)
        .anyMatch(d ->
            d == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || d == Character.DIRECTIONALITY_ARABIC_NUMBER);
  }

  /**
   * The text cut to at most {@code limit} code points, with an ellipsis if cut.
   *
   * @param limit above 1
   */
  public static String shortened(String text, int limit) {
    if (text.codePointCount(0, text.length()) <= limit) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, limit - 1)).stripTrailing() + "…";
  }

  private static String clean(String text, boolean keepLines) {
    if (text.codePoints().allMatch(SafeText::harmless)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(clean, c, keepLines));
    return clean.toString();
  }

  private static void append(StringBuilder clean, int c, boolean keepLines) {
    if (c == '\n' && keepLines) {
      clean.append('\n');
    } else if (c == '\n' || c == '\t' || c == '\r') {
      clean.append(c == '\r' && keepLines ? "" : " ");
    } else if (invisible(c)) {
      clean.append(codePoint(c));
    } else if (harmless(c)) {
      clean.appendCodePoint(c);
    } else {
      clean.append(REPLACEMENT);
    }
  }

  private static boolean harmless(int c) {
    boolean control = Character.isISOControl(c);
    boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean noncharacter = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
    return !control && !half && !noncharacter && !invisible(c);
  }

  private static boolean invisible(int c) {
    return c == 0x061c
        || c == 0x200b
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}
