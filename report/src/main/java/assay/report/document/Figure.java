package assay.report.document;

import org.jspecify.annotations.Nullable;

/**
 * A chart with its texts.
 *
 * @param anchor its name for links, unique in the document; also the file name of its PNG and SVG
 * @param chart what draws it
 * @param title what to see in it, as a sentence
 * @param alternative text for readers who cannot see it: kind of chart, axes, what it shows
 * @param caption remarks such as what bars and bands mean, null for none
 * @param data the numbers drawn, collapsed below the chart; null if they are elsewhere in the
 *     document, where the alternative text says
 */
public record Figure(
    String anchor,
    Chart chart,
    String title,
    String alternative,
    @Nullable String caption,
    @Nullable Table data)
    implements Block {
  public Figure {
    Checks.anchor(anchor);
    Checks.text("title", title);
    Checks.text("alternative", alternative);
    Checks.textOrNull("caption", caption);
  }
}
