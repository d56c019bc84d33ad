package assay.report.render.html;

import assay.report.text.SafeText;
import java.util.function.UnaryOperator;

/**
 * Writes elements, attributes and text; all text is cleaned and escaped here, so that nothing from
 * a record becomes markup. For paper it writes well-formed XML.
 */
final class Markup {
  private static final char ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';

  private final StringBuilder out = new StringBuilder(1 << 16);
  // Shorter words fit any column.
  private static final int LONG_WORD = 14;

  private final UnaryOperator<String> glyphs;
  private final Edition edition;

  /**
   * An empty page.
   *
   * @param edition HTML for a screen, XML for paper
   * @param glyphs replaces characters that cannot be shown
   */
  Markup(Edition edition, UnaryOperator<String> glyphs) {
    this.edition = edition;
    this.glyphs = glyphs;
  }

  /** Begins an element; attributes are names and values in turn, an empty name is left out. */
  Markup open(String element, String... attributes) {
    tag(element, attributes);
    out.append('>');
    return this;
  }

  /** An HTML element that never has content, such as {@code meta}. */
  Markup single(String element, String... attributes) {
    tag(element, attributes);
    out.append(edition == Edition.SCREEN ? ">" : "/>");
    return this;
  }

  /** An element of a drawing without content. */
  Markup empty(String element, String... attributes) {
    tag(element, attributes);
    out.append("/>");
    return this;
  }

  Markup close(String element) {
    out.append("</").append(element).append('>');
    return this;
  }

  /** An element that holds only text. */
  Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close(element);
  }

  /** A line of text; set apart if it runs from right to left. */
  Markup text(String text) {
    String safe = glyphs.apply(SafeText.line(text));
    if (SafeText.rightToLeft(safe)) {
      out.append("<bdi>");
      escape(safe);
      out.append("</bdi>");
    } else if (edition == Edition.SCREEN && safe.length() > LONG_WORD) {
      breakable(safe);
    } else {
      escape(safe);
    }
    return this;
  }

  /** Names such as a workload's or an operation's may break where a reader sees parts of them. */
  private void breakable(String text) {
    int from = 0;
    int word = 0;
    int end = wordEnd(text, 0);
    for (int i = 0; i < text.length() - 1; i++) {
      if (i == end) {
        word = i + 1;
        end = wordEnd(text, word);
      } else if (end - word > LONG_WORD && partEnds(text.charAt(i), text.charAt(i + 1))) {
        escape(text.substring(from, i + 1));
        out.append("<wbr>");
        from = i + 1;
      }
    }
    escape(text.substring(from));
  }

  private static boolean partEnds(char last, char next) {
    if (Character.isSpaceChar(next)) {
      return false;
    }
    return ",/\\_".indexOf(last) >= 0
        || (last == '.' && !Character.isDigit(next))
        || (Character.isLowerCase(last) && Character.isUpperCase(next));
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && !Character.isSpaceChar(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Text where no elements are allowed, as in a title. */
  Markup bare(String text) {
    escape(isolated(glyphs.apply(SafeText.line(text))));
    return this;
  }

  /** Text with its line breaks. */
  Markup lines(String text) {
    escape(glyphs.apply(SafeText.lines(text)));
    return this;
  }

  /** Markup of our own. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** A line end, for readers of the source. */
  Markup line() {
    out.append('\n');
    return this;
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      if (!attributes[i].isEmpty()) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(isolated(glyphs.apply(SafeText.line(attributes[i + 1]))));
        out.append('"');
      }
    }
  }

  private static String isolated(String text) {
    return SafeText.rightToLeft(text) ? ISOLATE + text + POP_ISOLATE : text;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
