package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import assay.report.text.Fonts;
import assay.report.text.SafeText;
import java.util.Base64;
import java.util.Locale;
import org.w3c.dom.Element;

/** A chart as an SVG document. */
final class SvgImage {
  /** Begins the ids within: the file has one drawing. */
  private static final String IDS = "chart";

  private SvgImage() {}

  static String write(Chart chart, Theme theme, String title, String alternative) {
    Element root = SvgDrawing.draw(chart, theme, IDS);
    SvgWriter out = new SvgWriter();
    out.open(
        "svg",
        "xmlns",
        SvgDrawing.SVG,
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

  private static String size(double pixels) {
    return String.format(Locale.ROOT, "%.0f", Math.ceil(pixels));
  }
}
