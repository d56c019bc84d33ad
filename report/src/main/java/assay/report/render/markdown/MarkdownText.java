package assay.report.render.markdown;

import assay.report.text.SafeText;
import java.util.regex.Pattern;

/**
 * Text in which Markdown and GitHub find nothing to act on. Whatever might be markup, HTML, a link,
 * or a mention of a person or an issue stands in a code span, in which none of it means anything.
 */
final class MarkdownText {
  /** Code points of a name or a cell. */
  static final int CELL = 90;

  /** Code points of running text. */
  static final int PROSE = 400;

  private static final Pattern ACTIVE =
      Pattern.compile("[\\\\`*_~<>&|\\[\\]!@#$^]|://|www\\.|(?i:gh-\\d)|^[-+=]|^\\d+[.)]\\s");

  private MarkdownText() {}

  /** A text as it is where it is harmless, else in a code span. */
  static String text(String text, int limit) {
    return ACTIVE.matcher(text).find() ? code(text, limit) : line(text, limit);
  }

  /** A code span; the fence is longer than any run of backticks in the text. */
  static String code(String text, int limit) {
    String line = line(text, limit);
    if (line.isBlank()) {
      return "";
    }
    String fence = "`".repeat(longestRun(line) + 1);
    boolean touches = line.startsWith("`") || line.endsWith("`") || line.startsWith(" ");
    String inner = touches ? " " + line + " " : line;
    // A table is cut at bars before spans are looked at, and takes the backslash away again.
    return fence + inner.replace("|", "\\|") + fence;
  }

  private static String line(String text, int limit) {
    return SafeText.shortened(SafeText.line(text), limit);
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
