package assay.report.render.markdown;

import assay.report.text.SafeText;
import java.util.regex.Pattern;

/**
 * Text that is inert in Markdown and on GitHub. Whatever might be markup, HTML, a link, or a
 * mention of a person or an issue goes into a code span.
 */
final class MarkdownText {
  /** Code points of a name or a cell. */
  static final int CELL = 90;

  /** Code points of running text. */
  static final int PROSE = 400;

  private static final Pattern ACTIVE =
      Pattern.compile("[\\\\`*_~<>&|\\[\\]!@#$^]|://|www\\.|(?i:gh-\\d)|^[-+=]|^\\d+[.)]\\s");

  private MarkdownText() {}

  /** A text as it is if harmless, else in a code span. */
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
    // A table is split at bars before code spans are parsed, which also removes the backslash.
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
