package assay.report.chart;

import assay.report.document.Theme;
import assay.report.text.Fonts;
import assay.report.text.Glyphs;
import assay.report.text.SafeText;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fits texts into the available room and remembers those it had to shorten. Characters that would
 * reverse or hide text, or that the font lacks, are written as code points. Widths come from the
 * font's outlines, not from a screen.
 */
final class Labels {
  /** Text size of ticks, labels and titles, pixels: scaled to a phone it is still 9 pixels high. */
  static final float TEXT = 14;

  /** Text size of values next to bars, and of remarks, pixels. */
  static final float SMALL = 13;

  /** Line height, pixels. */
  static final double LINE = 17;

  private static final String ELLIPSIS = "…";
  // No label has room for more, and measuring a text of a megabyte takes seconds.
  private static final int LONGEST = 300;
  private static final String BREAK_AFTER = " /,;:-_·";

  private final Set<String> shortened = new LinkedHashSet<>();

  static Font plain() {
    return Theme.LIGHT.font(TEXT);
  }

  static Font bold() {
    return Theme.LIGHT.bold(TEXT);
  }

  static Font small() {
    return Theme.LIGHT.font(SMALL);
  }

  /** Width of a text, pixels. */
  static double width(String text, Font font) {
    return Fonts.width(text, font);
  }

  /** The full texts of what was shortened, in order. */
  List<String> shortened() {
    return List.copyOf(shortened);
  }

  /** The text in one line, with an ellipsis where it does not fit. */
  String fit(String text, Font font, double room) {
    String line = oneLine(text);
    String cut = cut(line, font, room);
    if (!cut.equals(line)) {
      shortened.add(text);
    }
    return cut;
  }

  /**
   * The text in at most {@code max} lines, broken after spaces and punctuation; at least one line.
   */
  List<String> wrap(String text, Font font, double room, int max) {
    List<String> lines = new ArrayList<>();
    String rest = oneLine(text);
    while (lines.size() < max - 1 && width(head(rest), font) > room) {
      int end = breakWithin(rest, font, room);
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    String last = cut(rest, font, room);
    if (!last.equals(rest)) {
      shortened.add(text);
    }
    lines.add(last);
    return lines;
  }

  /** The same for text that need not be remembered, such as an axis title. */
  static String within(String text, Font font, double room) {
    return cut(oneLine(text), font, room);
  }

  private static String oneLine(String text) {
    return new Glyphs().showable(SafeText.line(text)).strip();
  }

  /** The beginning of a text, as long as any label has room for. */
  static String head(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST));
  }

  /** Where to break: behind the last break character that fits, else wherever it is full. */
  private static int breakWithin(String text, Font font, double room) {
    int full = fitting(head(text), font, room);
    for (int i = full; i > full / 3; i--) {
      if (BREAK_AFTER.indexOf(text.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return full;
  }

  private static String cut(String text, Font font, double room) {
    String head = head(text);
    if (head.length() == text.length() && width(text, font) <= room) {
      return text;
    }
    int end = fitting(head, font, room - width(ELLIPSIS, font));
    return head.substring(0, end).stripTrailing() + ELLIPSIS;
  }

  /** How many chars fit, at least one code point. */
  private static int fitting(String text, Font font, double room) {
    int low = 1;
    int high = text.codePointCount(0, text.length());
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (width(text.substring(0, text.offsetByCodePoints(0, middle)), font) <= room) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return text.isEmpty() ? 0 : text.offsetByCodePoints(0, low);
  }
}
