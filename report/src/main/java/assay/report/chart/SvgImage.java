package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import assay.report.text.Fonts;
import assay.report.text.SafeText;
import java.awt.Dimension;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.Base64;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A chart as an SVG document. */
final class SvgImage {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 2;

  private SvgImage() {}

  static String write(Chart chart, Theme theme, String title, String alternative) {
    Element root = draw(chart, theme);
    SvgWriter out = new SvgWriter();
    out.open(
        "svg",
        "xmlns",
        SVG,
        "viewBox",
        "0 0 " + size(chart.width()) + " " + size(chart.height()),
        "width",
        size(chart.width()),
        "height",
        size(chart.height()),
        "role",
        "img",
        "aria-labelledby",
        "title desc");
    out.open("title", "id", "title").text(SafeText.line(title)).close("title").line();
    out.open("desc", "id", "desc").text(SafeText.line(alternative)).close("desc").line();
    out.open("style").text(faces()).close("style").line();
    out.drawing(root);
    out.close("svg").line();
    return out.toString();
  }

  /** The faces, within the file. */
  private static String faces() {
    return face("AssaySans-Regular.woff2", "normal") + face("AssaySans-Bold.woff2", "bold");
  }

  private static String face(String file, String weight) {
    return "@font-face{font-family:'%s';font-weight:%s;src:url(data:font/woff2;base64,%s)}"
        .formatted(Fonts.SANS, weight, Base64.getEncoder().encodeToString(Fonts.file(file)));
  }

  private static Element draw(Chart chart, Theme theme) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setPrecision(DECIMALS);
    SVGGraphics2D g = new SVGGraphics2D(context, false);
    g.setSVGCanvasSize(
        new Dimension((int) Math.ceil(chart.width()), (int) Math.ceil(chart.height())));
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setFont(theme.font(Labels.TEXT));
    g.setPaint(theme.color(Theme.Role.TEXT));
    chart.draw(g, new Rectangle2D.Double(0, 0, chart.width(), chart.height()), theme);
    return g.getRoot();
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own XML parser cannot be had", e);
    }
  }

  private static String size(double pixels) {
    return String.format(Locale.ROOT, "%.0f", Math.ceil(pixels));
  }
}
