package assay.report.render.html;

import assay.report.text.Format;
import assay.report.text.Messages;
import assay.report.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts too long for their place: shortened there, with a link to the whole text at the end of the
 * document.
 */
final class LongTexts {
  /** For names, labels and cells, in code points. */
  static final int LABEL = 160;

  /** For commands in a cell. */
  static final int COMMAND = 600;

  private static final int LONGEST_OPTION = 14;

  /** For running text. */
  static final int PROSE = 4000;

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Messages messages;

  LongTexts(Messages messages) {
    this.messages = messages;
  }

  /** Writes a text, or its beginning and a link to all of it. */
  void write(Markup out, String text, int limit) {
    out.text(SafeText.shortened(text, limit));
    link(out, text, limit);
  }

  /** The same within an element; the link comes after it, because links cannot be nested. */
  void write(Markup out, String text, int limit, String element, String... attributes) {
    out.element(element, SafeText.shortened(text, limit), attributes);
    link(out, text, limit);
  }

  /** A command within a line, without line breaks after the hyphens of options. */
  void command(Markup out, String command) {
    out.open("code");
    String[] words = SafeText.shortened(command, COMMAND).split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      boolean option = words[i].startsWith("-") && words[i].length() <= LONGEST_OPTION;
      out.raw(i == 0 ? "" : " ");
      if (option) {
        out.element("span", words[i], "class", "option");
      } else {
        out.text(words[i]);
      }
    }
    out.close("code");
    link(out, command, COMMAND);
  }

  private void link(Markup out, String text, int limit) {
    int length = text.codePointCount(0, text.length());
    if (length > limit) {
      int number = numbers.computeIfAbsent(text, _ -> numbers.size() + 1);
      String count = Format.of(messages.language()).count(length);
      String words = messages.text("text.shortened", count);
      out.raw(" ").element("a", words, "class", "whole", "href", "#_t" + number);
    }
  }

  /** The whole texts, if there are any. */
  void writeAll(Markup out) {
    if (numbers.isEmpty()) {
      return;
    }
    out.open("section", "id", "_texts", "class", "texts")
        .element("h2", messages.text("text.whole"))
        .open("ol");
    numbers.forEach((text, number) -> out.element("li", text, "id", "_t" + number).line());
    out.close("ol").close("section").line();
  }
}
