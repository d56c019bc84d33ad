package assay.report.html;

import assay.report.text.SafeText;
import java.util.function.UnaryOperator;

/**
 * Writes elements, attributes and text; all text is cleaned and escaped here, so that nothing from
 * a record becomes markup. What it writes is well-formed XML as well as HTML.
 */
final class Markup {
  private static final char ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final UnaryOperator<String> glyphs;

  /**
   * @param glyphs replaces characters that cannot be shown
   */
  Markup(UnaryOperator<String> glyphs) {
    this.glyphs = glyphs;
  }

  /** Begins an element; attributes are names and values in turn, an empty name is left out. */
  Markup open(String element, String... attributes) {
    tag(element, attributes);
    out.append('>');
    return this;
  }

  /** An element that has no content, as {@code meta}. */
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
    } else {
      escape(safe);
    }
    return this;
  }

  /** Text where no element may be, as in a title. */
  Markup bare(String text) {
    escape(isolated(glyphs.apply(SafeText.line(text))));
    return this;
  }

  /** Text whose line ends count. */
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
