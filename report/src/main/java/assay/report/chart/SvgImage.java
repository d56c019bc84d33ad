package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import assay.report.text.Fonts;
import assay.report.text.SafeText;
import java.io.StringWriter;
import java.util.Base64;
import java.util.Locale;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A chart as an SVG document. */
final class SvgImage {
  /** Begins the ids within: the file has one drawing. */
  private static final String IDS = "chart";

  private SvgImage() {}

  static String write(Chart chart, Theme theme, String title, String alternative) {
    Element drawing = SvgDrawing.draw(chart, theme, IDS);
    Document document = drawing.getOwnerDocument();
    Element svg = document.createElementNS(SvgDrawing.SVG, "svg");
    String width = Long.toString((long) Math.ceil(chart.width()));
    String height = Long.toString((long) Math.ceil(chart.height()));
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", "title desc");
    add(svg, "title", SafeText.line(title)).setAttribute("id", "title");
    add(svg, "desc", SafeText.line(alternative)).setAttribute("id", "desc");
    add(
        svg,
        "style",
        face("AssaySans-Regular.woff2", "normal") + face("AssaySans-Bold.woff2", "bold"));
    svg.appendChild(drawing);
    return text(svg) + "\n";
  }

  private static Element add(Element parent, String name, String text) {
    Element element = parent.getOwnerDocument().createElementNS(SvgDrawing.SVG, name);
    element.setTextContent(text);
    parent.appendChild(element);
    parent.appendChild(parent.getOwnerDocument().createTextNode("\n"));
    return element;
  }

  /** A face, within the file. */
  private static String face(String file, String weight) {
    return String.format(
        Locale.ROOT,
        "@font-face{font-family:'%s';font-weight:%s;src:url(data:font/woff2;base64,%s)}",
        Fonts.SANS,
        weight,
        Base64.getEncoder().encodeToString(Fonts.file(file)));
  }

  private static String text(Element svg) {
    try {
      Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
      writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      writer.transform(new DOMSource(svg), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("the JDK's own XML writer failed", e);
    }
  }
}
