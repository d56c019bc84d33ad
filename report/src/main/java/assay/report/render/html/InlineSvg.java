package assay.report.render.html;

import assay.report.chart.SvgDrawing;
import assay.report.document.Figure;
import assay.report.document.Theme;
import assay.report.text.SafeText;
import java.util.Locale;

/** Charts as SVG within the page. */
final class InlineSvg implements ChartWriter {
  private final PageColors colors = new PageColors();

  @Override
  public void write(Markup out, Figure figure) {
    String title = figure.anchor() + "_t";
    String description = figure.anchor() + "_d";
    // On a narrow screen the drawing scrolls, so the keyboard must reach it.
    out.open("div", "class", "chart", "role", "group", "tabindex", "0", "aria-labelledby", title)
        .open(
            "svg",
            "viewBox",
            "0 0 " + size(figure.chart().width()) + " " + size(figure.chart().height()),
            "width",
            size(figure.chart().width()),
            "height",
            size(figure.chart().height()),
            "role",
            "img",
            "aria-labelledby",
            title + " " + description);
    out.open("title", "id", title)
        .bare(SafeText.shortened(figure.title(), LongTexts.LABEL))
        .close("title");
    out.open("desc", "id", description)
        .bare(SafeText.shortened(figure.alternative(), LongTexts.PROSE))
        .close("desc")
        .line();
    new SvgMarkup(out, colors).write(SvgDrawing.draw(figure.chart(), Theme.LIGHT, figure.anchor()));
    out.close("svg").close("div").line();
  }

  private static String size(double pixels) {
    return pixels == Math.rint(pixels)
        ? Long.toString((long) pixels)
        : String.format(Locale.ROOT, "%.2f", pixels);
  }
}
