package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Draws a chart as SVG elements. */
public final class SvgDrawing {
  static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 2;

  private SvgDrawing() {}

  /**
   * A group of the drawing, tidied; colours are written as {@code #rrggbb}.
   *
   * @param prefix begins every id in it, unique where it is put
   */
  public static Element draw(Chart chart, Theme theme, String prefix) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setPrecision(DECIMALS);
    context.setIDGenerator(new Ids(prefix));
    SVGGraphics2D g = new SVGGraphics2D(context, false);
    g.setSVGCanvasSize(
        new Dimension((int) Math.ceil(chart.width()), (int) Math.ceil(chart.height())));
    g.setFont(theme.font(Labels.TEXT));
    g.setPaint(theme.color(Theme.Role.TEXT));
    chart.draw(g, new Rectangle2D.Double(0, 0, chart.width(), chart.height()), theme);
    return SvgTidy.group(g.getRoot());
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own XML parser cannot be configured", e);
    }
  }

  /** Ids that begin with the figure's anchor: several drawings may share a page. */
  private static final class Ids extends SVGIDGenerator {
    private final String prefix;
    private int next = 1;

    Ids(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public String generateID(String kind) {
      return prefix + "_" + next++;
    }
  }
}
