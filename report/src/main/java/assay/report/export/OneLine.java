package assay.report.export;

/**
 * Text from a record made fit for one line: what a terminal, an editor or a browser would obey
 * instead of showing (line breaks, control characters, characters that turn the direction of
 * writing) is written out as a backslash, the letter u and its number, and a very long text is cut.
 */
public final class OneLine {
  private OneLine() {}

  /**
   * The text on one line.
   *
   * @param most the most characters, at least 2; a longer text ends in an ellipsis
   */
  public static String of(String text, int most) {
    StringBuilder line = new StringBuilder();
    int left = most;
    for (int at = 0; at < text.length(); ) {
      int code = text.codePointAt(at);
      at += Character.charCount(code);
      if (--left == 0 && at < text.length()) {
        return line.append('…').toString();
      }
      if (obeyed(code)) {
        line.append(escaped(code));
      } else {
        line.appendCodePoint(code);
      }
    }
    return line.toString();
  }

  private static boolean obeyed(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static String escaped(int code) {
    String digits = Integer.toHexString(code);
    return "\\u" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
