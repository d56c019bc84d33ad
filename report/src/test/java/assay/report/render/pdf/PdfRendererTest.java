package assay.report.render.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.SampleDocument;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PdfRendererTest {
  private static final PdfRenderer RENDERER = new PdfRenderer();

  private static String text(PDDocument pdf) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setSortByPosition(true);
    return stripper.getText(pdf);
  }

  @ParameterizedTest
  @CsvSource({
    "EN, Page 1 of 4, Percent of the measured peak, What the night showed, 8.95\u00a0ms",
    "DE, Seite 1 von 4, Prozent der gemessenen Spitze, Was die Nacht ergab, '8,95\u00a0ms'",
    "ZH_HANS, '第 1 页，共 4 页', 占实测峰值的百分比, 本夜结论, 8.95\u00a0ms"
  })
  void itsWordsCanBeSelected(
      Language language, String page, String axis, String heading, String figure)
      throws IOException {
    byte[] bytes = RENDERER.render(SampleDocument.of(language, 20));
    Files.write(
        Files.createDirectories(Path.of("target", "pages")).resolve(language.tag() + ".pdf"),
        bytes);
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      assertThat(text(pdf)).contains(page, heading, figure);
      // The axis runs upwards: its letters stand one above the other.
      PDFTextStripper inOrder = new PDFTextStripper();
      assertThat(inOrder.getText(pdf).replaceAll("\\s", "")).contains(axis.replace(" ", ""));
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void itSaysWhatItIs(Language language) throws IOException {
    Document document = SampleDocument.of(language, 3);
    try (PDDocument pdf = Loader.loadPDF(RENDERER.render(document))) {
      assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo(document.title());
      assertThat(pdf.getDocumentInformation().getCreationDate().toInstant())
          .isEqualTo(document.metadata().date());
      assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo(language.tag());
      assertThat(pdf.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
      assertThat(pdf.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
      List<String> outline = new ArrayList<>();
      for (PDOutlineItem item : pdf.getDocumentCatalog().getDocumentOutline().children()) {
        outline.add(item.getTitle());
        item.children().forEach(child -> outline.add("  " + child.getTitle()));
      }
      assertThat(outline).hasSize(5).contains("  GEMM");
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void facesAreEmbeddedAndChartsAreVectors(Language language) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(RENDERER.render(SampleDocument.of(language, 3)))) {
      int drawings = 0;
      for (PDPage page : pdf.getPages()) {
        drawings += check(page.getResources());
      }
      assertThat(drawings).isPositive();
    }
  }

  private static int check(PDResources resources) throws IOException {
    int drawings = 0;
    for (COSName name : resources.getFontNames()) {
      PDFont font = resources.getFont(name);
      assertThat(font.isEmbedded()).as(font.getName()).isTrue();
      assertThat(font.getName()).contains("+Assay");
    }
    for (COSName name : resources.getXObjectNames()) {
      assertThat(resources.getXObject(name)).isNotInstanceOf(PDImageXObject.class);
      if (resources.getXObject(name) instanceof PDFormXObject form) {
        drawings += 1 + (form.getResources() == null ? 0 : check(form.getResources()));
      }
    }
    return drawings;
  }

  /** Tables at every height of a page, with rows of every height, keep their heading and tags. */
  @Test
  void aTableMayStartAnywhere() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      blocks.add(new Block.Paragraph("line ".repeat(20 * (i % 7) + 20)));
      List<Table.Row> rows = new ArrayList<>();
      for (int row = 0; row < 4; row++) {
        Table.Cell name = new Table.Cell.Words("word ".repeat(1 + 40 * (i % 5)));
        rows.add(Table.Row.of(name, new Table.Cell.Figure("1.5", row, "1.4 … 1.6")));
      }
      List<Table.Column> columns =
          List.of(
              new Table.Column(Table.Type.TEXT, "Name " + i),
              new Table.Column(Table.Type.NUMBER, "Number"));
      blocks.add(new Table("t" + i, "Caption " + i, columns, rows));
    }
    Document sample = SampleDocument.of(Language.EN, 1);
    Document document =
        new Document(
            "Tables",
            "anywhere",
            Language.EN,
            sample.metadata(),
            List.of(new Section("s", "Tables", blocks)));
    try (PDDocument pdf = Loader.loadPDF(RENDERER.render(document))) {
      assertThat(text(pdf)).doesNotContain("carries no tags");
      PDFTextStripper stripper = new PDFTextStripper();
      for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        String words = stripper.getText(pdf);
        // A caption at the foot of a page has its heading and first row with it.
        String end = words.substring(Math.max(0, words.lastIndexOf("Caption ")));
        assertThat(end.startsWith("Caption ") && !end.contains("1.5")).as(words).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void theSameDocumentGivesTheSameBytes(Language language) {
    assertThat(RENDERER.render(SampleDocument.of(language, 12)))
        .isEqualTo(new PdfRenderer().render(SampleDocument.of(language, 12)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"qpdf --check", "pdftoppm -r 20 -png"})
  void otherReadersFindNoFault(String command, @TempDir Path folder) throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    Path file = folder.resolve("a.pdf");
    Files.write(file, RENDERER.render(SampleDocument.of(Language.ZH_HANS, 20)));
    words.add(file.toString());
    Process process;
    try {
      process = new ProcessBuilder(words).start();
    } catch (IOException e) {
      Assumptions.abort(words.getFirst() + " is not here; apt-get install qpdf poppler-utils");
      return;
    }
    process.getInputStream().readAllBytes();
    String complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(complaints).isZero();
    assertThat(complaints).isEmpty();
  }
}
