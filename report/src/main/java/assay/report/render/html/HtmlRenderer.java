package assay.report.render.html;

import assay.core.files.Sha256;
import assay.report.document.Document;
import assay.report.document.Section;
import assay.report.text.Format;
import assay.report.text.Messages;
import assay.report.text.SafeText;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Renders a document as one self-contained HTML file: styles, script, fonts and charts are inside,
 * and its content security policy forbids all requests. The same document gives the same bytes.
 *
 * <p>Everything is readable without the script, which adds sorting and filtering.
 */
public final class HtmlRenderer {
  private static final int TITLE = 200;

  private final String style = StyleSheet.screen();
  private final String script = Resources.text("report.js");

  /** The file's text, to be written as UTF-8. */
  public String render(Document document) {
    Messages messages = Messages.of("document", document.language());
    Markup out = new Markup(Edition.SCREEN, UnaryOperator.identity());
    out.raw("<!doctype html>\n").open("html", "lang", document.language().tag()).line();
    head(out, document);
    body(out, document, messages);
    return out.close("html").line().toString();
  }

  private void head(Markup out, Document document) {
    out.open("head").line();
    out.single("meta", "charset", "utf-8").line();
    out.single("meta", "http-equiv", "Content-Security-Policy", "content", policy()).line();
    meta(out, "viewport", "width=device-width, initial-scale=1");
    meta(out, "color-scheme", "light dark");
    meta(out, "generator", document.metadata().producer());
    meta(out, "description", document.metadata().subject());
    if (!document.metadata().keywords().isEmpty()) {
      meta(out, "keywords", String.join(", ", document.metadata().keywords()));
    }
    meta(out, "date", document.metadata().date().toString());
    String title = document.title() + " – " + document.subtitle();
    out.open("title").bare(SafeText.shortened(title, TITLE)).close("title").line();
    out.open("style").raw(style).close("style").line();
    out.close("head").line();
  }

  private static void meta(Markup out, String name, String content) {
    out.single("meta", "name", name, "content", SafeText.shortened(content, TITLE)).line();
  }

  private void body(Markup out, Document document, Messages messages) {
    out.open(
            "body",
            "data-filter",
            messages.text("filter"),
            "data-filter-table",
            messages.text("filter.table", "{0}"),
            "data-shown-one",
            messages.text("filter.shown.one", "{0}"),
            "data-shown-other",
            messages.text("filter.shown.other", "{0}"))
        .line();
    out.element("a", messages.text("skip"), "class", "skip", "href", "#_report").line();
    masthead(out, document, messages);
    out.open("div", "class", "page").line();
    contents(out, document.sections(), messages);
    out.open("main", "id", "_report", "tabindex", "-1").line();
    new BlockWriter(out, Edition.SCREEN, messages, new InlineSvg()).write(document.sections());
    out.close("main").line().close("div").line();
    out.open("script").raw(script).close("script").line();
    out.close("body").line();
  }

  private static void masthead(Markup out, Document document, Messages messages) {
    Format format = Format.of(document.language());
    out.open("header").line();
    out.element("h1", SafeText.shortened(document.title(), TITLE)).line();
    out.element("p", SafeText.shortened(document.subtitle(), 2 * TITLE), "class", "subtitle");
    String produced =
        messages.text(
            "produced",
            SafeText.shortened(document.metadata().producer(), TITLE),
            format.dateTime(document.metadata().date()));
    out.line().element("p", produced, "class", "produced").line().close("header").line();
  }

  private static void contents(Markup out, List<Section> sections, Messages messages) {
    String title = messages.text("contents");
    out.open("nav", "aria-labelledby", "_contents").element("p", title, "id", "_contents");
    contents(out, sections, 1);
    out.close("nav").line();
  }

  private static void contents(Markup out, List<Section> sections, int level) {
    out.open("ol").line();
    for (Section section : sections) {
      out.open("li")
          .element(
              "a",
              SafeText.shortened(section.title(), LongTexts.LABEL),
              "href",
              "#" + section.anchor());
      if (level == 1 && !section.subsections().isEmpty()) {
        contents(out, section.subsections(), level + 1);
      }
      out.close("li").line();
    }
    out.close("ol");
  }

  private String policy() {
    return String.format(
        Locale.ROOT,
        "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script));
  }

  private static String hash(String text) {
    return "sha256-" + Base64.getEncoder().encodeToString(Sha256.digest(text));
  }
}
