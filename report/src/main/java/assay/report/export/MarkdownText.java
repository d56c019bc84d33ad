package assay.report.export;

/**
 * Text from a record in a Markdown table. It stands in a code span, in which neither HTML nor
 * emphasis nor a mention of a person or an issue means anything.
 */
final class MarkdownText {
  private static final int MOST = 90;

  private MarkdownText() {}

  /** A code span; the fence is longer than any run of backticks in the text. */
  static String code(String text) {
    String line = OneLine.of(text, MOST);
    if (line.isBlank()) {
      return "(empty)";
    }
    String fence = "`".repeat(longestRun(line) + 1);
    boolean touches = line.startsWith("`") || line.endsWith("`") || line.startsWith(" ");
    String inner = touches ? " " + line + " " : line;
    // A table is cut at bars before spans are looked at, and takes the backslash away again.
    return fence + inner.replace("|", "\\|") + fence;
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
