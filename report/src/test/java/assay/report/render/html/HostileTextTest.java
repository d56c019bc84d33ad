package assay.report.render.html;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Block.Command;
import assay.report.document.Block.Definitions;
import assay.report.document.Block.Details;
import assay.report.document.Block.KeyFigures;
import assay.report.document.Block.KeyFigures.Card;
import assay.report.document.Block.Paragraph;
import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Metadata;
import assay.report.document.SampleChart;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.render.pdf.PdfRenderer;
import assay.report.text.Language;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** Text from a record never becomes markup, in whatever place it stands. */
class HostileTextTest {
  static final String SCRIPT = "<script>alert('x')</script>";
  static final String ATTRIBUTE = "\" onmouseover=\"alert(1)\" x='";
  static final String END = "</title></style></script><img src=x onerror=alert(1)>&lt;--> ]]>";
  static final String STYLE = "\"; } body { display: none } @import url(x); /*";

  /** The text in every place where a document takes one. */
  static Document everywhere(String text) {
    List<Inline> runs =
        List.of(
            new Inline.Text(text),
            new Inline.Strong(text),
            new Inline.Code(text),
            new Inline.Link(text, "#t"),
            new Inline.Abbreviation(text, text));
    Table table =
        new Table(
            "t",
            text,
            List.of(
                new Column(Table.Type.TEXT, text, text, text),
                new Column(Table.Type.NUMBER, text),
                new Column(Table.Type.STATUS, text),
                new Column(Table.Type.COMMAND, text),
                new Column(Table.Type.TEXT, text)),
            List.of(
                Row.of(
                    new Cell.Words(runs),
                    new Cell.Figure(text, 1, text),
                    new Cell.Chip(Level.BAD, text, text),
                    new Cell.Command(text),
                    new Cell.Missing(text, text))),
            List.of(text));
    List<Block> blocks =
        List.of(
            new Paragraph(runs),
            new Banner(Level.WARN, runs),
            new KeyFigures(List.of(new Card(text, text, text, text, Level.GOOD))),
            new Definitions(List.of(new Definitions.Entry(text, runs))),
            new Command(text),
            new Details(text, List.of(new Paragraph(runs))),
            new Figure("f", new SampleChart(300, 200, text, text), text, text, text, null),
            table);
    return new Document(
        text,
        text,
        Language.EN,
        new Metadata(text, Instant.EPOCH, text, List.of(text)),
        List.of(new Section("s", text, blocks, List.of(new Section("s2", text, List.of())))));
  }

  @ParameterizedTest
  @ValueSource(strings = {SCRIPT, ATTRIBUTE, END, STYLE})
  void itStaysText(String text) {
    String html = new HtmlRenderer().render(everywhere(text));
    String body = html.substring(html.indexOf("<body"));
    assertThat(html.split("<script", -1)).hasSize(2);
    assertThat(html.split("<style", -1)).hasSize(2);
    assertThat(body).doesNotContain("<img").doesNotContain("</title></style>");
    assertThat(body).doesNotContainPattern("<[^>\"]*(\"[^\"]*\"[^>\"]*)*\\sonmouseover=");
    assertThat(body).contains(escaped(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {SCRIPT, ATTRIBUTE, END, STYLE, "a\0b\u001bc", "\u202eevil שלום 😀"})
  void paperIsWellFormedAndShowsIt(String text) throws Exception {
    PaperPage page = PaperPage.of(everywhere(text));
    DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page.xhtml())));
    try (PDDocument pdf = Loader.loadPDF(new PdfRenderer().render(everywhere(text)))) {
      String shown = new PDFTextStripper().getText(pdf).replaceAll("\\s+", "");
      String expected = text.codePoints().anyMatch(c -> c > 127) ? "[U+202E]evil[U+05E9]" : text;
      assertThat(shown)
          .contains(expected.replaceAll("\\p{Cntrl}", "\ufffd").replaceAll("\\s+", ""));
      assertThat(pdf.getDocumentCatalog().getOpenAction()).isNull();
    }
  }

  @Test
  void controlsAndDirectionsAreTamed() {
    String html = new HtmlRenderer().render(everywhere("a\0b\u001b\u202ec"));
    assertThat(html).contains("a\ufffdb\ufffd[U+202E]c").doesNotContain("\0", "\u001b", "\u202e");
  }

  @Test
  void textFromRightToLeftIsIsolated() {
    String html = new HtmlRenderer().render(everywhere("host שלום"));
    assertThat(html).contains("<bdi>host שלום</bdi>");
    assertThat(html).contains("title=\"\u2068host שלום\u2069\"");
    assertThat(html.substring(html.indexOf("<title>"), html.indexOf("</title>")))
        .contains("\u2068host שלום – host שלום\u2069");
  }

  @Test
  void aNameOfTenThousandCharactersIsShortenedAndThereInFull() {
    String name = "x/".repeat(5000);
    String html = new HtmlRenderer().render(everywhere(name));
    String whole = "x/<wbr>".repeat(4999) + "x/";
    assertThat(html.split(java.util.regex.Pattern.quote(whole), -1).length - 1)
        .as("in full at the end, and in the few places that hold prose or commands")
        .isBetween(1, 12);
    assertThat(html).contains("<li id=\"_t1\">" + whole + "</li>");
    assertThat(html).contains("href=\"#_t1\">shortened; 10\u202f000 characters in full</a>");
    String title = html.substring(html.indexOf("<h2>"), html.indexOf("</h2>"));
    assertThat(title.replace("<wbr>", "").length()).isLessThan(300);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
