package assay.report.render.html;

import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.text.Format;
import assay.report.text.Glyphs;
import assay.report.text.Messages;
import assay.report.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A document as XHTML for a page layout engine: one {@code object} element for each chart, the
 * outline as {@code bookmarks}, page numbers and running title in the style sheet.
 *
 * @param xhtml well-formed XML
 * @param figures the figures whose charts the objects stand for; the object of the figure at index
 *     i has the attribute {@code data="i"}
 */
public record PaperPage(String xhtml, List<Figure> figures) {
  /** The type of the objects that stand for charts. */
  public static final String CHART = "application/x-assay-chart";

  /** The width of the text, CSS pixels: A4 less its margins. */
  public static final double TEXT_WIDTH = 680;

  private static final int RUNNING_TITLE = 90;
  private static final int TITLE = 300;

  public PaperPage {
    figures = List.copyOf(figures);
  }

  /** The page of a document. */
  public static PaperPage of(Document document) {
    return new Writer(document).write(true);
  }

  /** The page of a document that ends with the remark that it has no tags. */
  public static PaperPage withoutTags(Document document) {
    return new Writer(document).write(false);
  }

  private static final class Writer {
    private final Document document;
    private final Messages messages;
    private final Glyphs glyphs = new Glyphs();
    private final Markup out = new Markup(Edition.PAPER, glyphs::showable);
    private final List<Figure> figures = new ArrayList<>();

    Writer(Document document) {
      this.document = document;
      this.messages = Messages.of("document", document.language());
    }

    PaperPage write(boolean tags) {
      out.open("html", "lang", document.language().tag()).line();
      head();
      out.open("body").line();
      masthead();
      contents(document.sections());
      new BlockWriter(out, Edition.PAPER, messages, this::chart).write(document.sections());
      if (!glyphs.lacking().isEmpty()) {
        String example = SafeText.codePoint(glyphs.lacking().getFirst());
        out.element("p", messages.text("text.glyphs", example), "class", "glyphs");
      }
      if (!tags) {
        out.element("p", messages.text("text.untagged"), "class", "glyphs");
      }
      out.close("body").close("html");
      return new PaperPage(out.toString(), figures);
    }

    private void head() {
      out.open("head").open("title").bare(SafeText.shortened(document.title(), TITLE));
      out.close("title").line();
      meta("subject", document.metadata().subject());
      meta("keywords", String.join(", ", document.metadata().keywords()));
      meta("description", document.metadata().subject());
      out.open("bookmarks");
      document.sections().forEach(this::bookmark);
      out.close("bookmarks").line();
      out.open("style").raw(style()).close("style");
      out.close("head").line();
    }

    private void meta(String name, String content) {
      out.single("meta", "name", name, "content", SafeText.shortened(content, TITLE)).line();
    }

    private void bookmark(Section section) {
      String title = SafeText.shortened(section.title(), LongTexts.LABEL);
      out.open("bookmark", "name", title, "href", "#" + section.anchor());
      section.subsections().forEach(this::bookmark);
      out.close("bookmark").line();
    }

    private String style() {
      String title = document.title() + " · " + document.subtitle();
      String[] page = messages.text("page", "\0", "\1").split("[\0\1]", -1);
      String count =
          css(page[0]) + " counter(page) " + css(page[1]) + " counter(pages) " + css(page[2]);
      return StyleSheet.paper()
          .replace("$title", css(SafeText.shortened(title, RUNNING_TITLE)))
          .replace("$producer", css(producer()))
          .replace("$page", count);
    }

    /** A CSS string; everything but letters, digits and spaces is escaped. */
    private String css(String text) {
      StringBuilder css = new StringBuilder("\"");
      glyphs
          .showable(SafeText.line(text))
          .codePoints()
          .forEach(c -> {
            boolean plain = c == ' ' || (c < 128 && Character.isLetterOrDigit(c));
            css.append(plain ? Character.toString(c) : String.format(Locale.ROOT, "\\%06x ", c));
          });
      return css.append('"').toString();
    }

    private void masthead() {
      Format format = Format.of(document.language());
      out.element("h1", SafeText.shortened(document.title(), TITLE)).line();
      out.element("p", SafeText.shortened(document.subtitle(), TITLE), "class", "subtitle");
      String date = format.dateTime(document.metadata().date());
      out.element("p", messages.text("produced", producer(), date), "class", "produced").line();
    }

    private String producer() {
      return SafeText.shortened(document.metadata().producer(), RUNNING_TITLE);
    }

    private void contents(List<Section> sections) {
      out.open("div", "class", "contents").element("p", messages.text("contents")).open("table");
      sections.forEach(section -> contents(section, 1));
      out.close("table").close("div").line();
    }

    private void contents(Section section, int level) {
      String target = "#" + section.anchor();
      String title = SafeText.shortened(section.title(), LongTexts.LABEL);
      out.open("tr", "class", "level" + level)
          .open("td")
          .element("a", title, "href", target, "title", title)
          .close("td")
          .open("td", "class", "num")
          .element("a", "", "class", "page", "href", target, "title", title)
          .close("td")
          .close("tr");
      if (level == 1) {
        section.subsections().forEach(part -> contents(part, level + 1));
      }
    }

    private void chart(Markup markup, Figure figure) {
      double scale = Math.min(1, TEXT_WIDTH / figure.chart().width());
      String size =
          String.format(
              Locale.ROOT,
              "width:%.2fpx;height:%.2fpx",
              scale * figure.chart().width(),
              scale * figure.chart().height());
      String alternative =
          SafeText.shortened(figure.title() + ". " + figure.alternative(), LongTexts.PROSE);
      markup.open("div", "class", "chart");
      markup.open(
          "object",
          "type",
          CHART,
          "data",
          Integer.toString(figures.size()),
          "style",
          size,
          "alt",
          alternative,
          "title",
          alternative);
      markup.close("object").close("div").line();
      figures.add(figure);
    }
  }
}
