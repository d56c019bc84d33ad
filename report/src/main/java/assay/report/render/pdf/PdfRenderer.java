package assay.report.render.pdf;

import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Theme;
import assay.report.render.html.PaperPage;
import assay.report.text.Fonts;
import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;

/**
 * Renders a document as A4 PDF: outline, page numbers, running title, tags for screen readers,
 * selectable text in embedded fonts, charts as vectors. The same document gives the same bytes. If
 * the library cannot tag a document, the file has no tags and says so at its end.
 */
public final class PdfRenderer {
  private static final float PDF_VERSION = 1.7f;
  private static final float DOTS_PER_PIXEL = 20;

  /** The file. */
  public byte[] render(Document document) {
    // The library would log to standard error, which is reserved for the command line.
    XRLog.setLoggingEnabled(false);
    try {
      try {
        return set(document, PaperPage.of(document), true);
      } catch (NullPointerException untaggable) {
        // openhtmltopdf 1.1.65 cannot tag a table whose heading row did not fit below its caption.
        return set(document, PaperPage.withoutTags(document), false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the PDF of '" + document.title() + "' cannot be created", e);
    }
  }

  private static byte[] set(Document document, PaperPage page, boolean tags) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
    PdfRendererBuilder builder = builder(page, document);
    builder.usePdfUaAccessibility(tags);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
        PDDocument pdf = renderer.createPDFKeepOpen()) {
      describe(pdf, document, page);
      pdf.save(bytes);
    }
    return bytes.toByteArray();
  }

  private static PdfRendererBuilder builder(PaperPage page, Document document) {
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.withHtmlContent(page.xhtml(), "");
    builder.withProducer(document.metadata().producer());
    builder.usePdfVersion(PDF_VERSION);
    builder.useExternalResourceAccessControl(
        (_, _) -> false,
        com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority
            .RUN_BEFORE_RESOLVING_URI);
    face(builder, "AssaySans-Regular.ttf", Fonts.SANS, 400);
    face(builder, "AssaySans-Bold.ttf", Fonts.SANS, 700);
    face(builder, "AssayMono-Regular.ttf", Fonts.MONO, 400);
    List<Figure> figures = page.figures();
    FSObjectDrawer drawer =
        (element, x, y, width, height, device, _, _) -> {
          Figure figure = figures.get(Integer.parseInt(element.getAttribute("data")));
          float w = (float) width / DOTS_PER_PIXEL;
          float h = (float) height / DOTS_PER_PIXEL;
          device.drawWithGraphics(
              (float) x,
              (float) y,
              (float) width,
              (float) height,
              g -> figure.chart().draw(g, new Rectangle2D.Double(0, 0, w, h), Theme.PRINT));
          return Map.of();
        };
    builder.useObjectDrawerFactory(new Drawers(drawer));
    return builder;
  }

  private static void face(PdfRendererBuilder builder, String file, String family, int weight) {
    builder.useFont(
        () -> new ByteArrayInputStream(Fonts.file(file)), family, weight, FontStyle.NORMAL, true);
  }

  private record Drawers(FSObjectDrawer drawer)
      implements com.openhtmltopdf.extend.FSObjectDrawerFactory {
    @Override
    public FSObjectDrawer createDrawer(org.w3c.dom.Element element) {
      return drawer;
    }

    @Override
    public boolean isReplacedObject(org.w3c.dom.Element element) {
      return element.getAttribute("type").equals(PaperPage.CHART);
    }
  }

  private static void describe(PDDocument pdf, Document document, PaperPage page) {
    PDDocumentInformation information = pdf.getDocumentInformation();
    Calendar date = calendar(document.metadata().date());
    information.setCreationDate(date);
    information.setModificationDate(date);
    information.setCreator(document.metadata().producer());
    pdf.setDocumentId((long) page.xhtml().hashCode());
  }

  private static Calendar calendar(Instant instant) {
    Calendar calendar =
        new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), java.util.Locale.ROOT);
    calendar.setTimeInMillis(instant.toEpochMilli());
    return calendar;
  }
}
