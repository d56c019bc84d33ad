package assay.report.render.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a text into lines: at spaces, after the commas and slashes of an identifier, between East
 * Asian characters, and within a word only if it is longer than a line.
 */
final class Wrap {
  private static final String BREAKS_AFTER = ",;/·|";

  private final int width;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private int used;

  private Wrap(int width) {
    this.width = width;
  }

  /**
   * The lines of a text.
   *
   * @param width columns of a line, at least 2
   */
  static List<String> lines(String text, int width) {
    if (Columns.of(text) <= width) {
      return List.of(text);
    }
    Wrap wrap = new Wrap(width);
    parts(text).forEach(wrap::add);
    wrap.end();
    return wrap.lines;
  }

  /** The unbreakable parts, each with the spaces after it. */
  static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length(); ) {
      int code = text.codePointAt(at);
      at += Character.charCount(code);
      boolean last = at == text.length();
      boolean space = code == ' ' && !last && text.charAt(at) != ' ';
      if (last || space || BREAKS_AFTER.indexOf(code) >= 0 || breaksBefore(text.codePointAt(at))) {
        parts.add(text.substring(from, at));
        from = at;
      }
    }
    return parts;
  }

  private static boolean breaksBefore(int codePoint) {
    return Columns.wide(codePoint) && Character.isIdeographic(codePoint);
  }

  private void add(String part) {
    int columns = Columns.of(part.stripTrailing());
    if (used > 0 && used + columns > width) {
      end();
    }
    if (columns <= width) {
      line.append(part);
      used += Columns.of(part);
    } else {
      part.codePoints().forEach(this::add);
    }
  }

  private void add(int codePoint) {
    int columns = Columns.of(codePoint);
    if (used + columns > width) {
      end();
    }
    line.appendCodePoint(codePoint);
    used += columns;
  }

  private void end() {
    if (!line.toString().isBlank()) {
      lines.add(line.toString().stripTrailing());
    }
    line.setLength(0);
    used = 0;
  }
}
