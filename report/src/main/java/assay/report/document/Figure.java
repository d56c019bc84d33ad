package assay.report.document;

import org.jspecify.annotations.Nullable;

/**
 * A chart with its texts.
 *
 * @param anchor its name for links, unique in the document; also the file name of its PNG and SVG
 * @param chart what draws it
 * @param title what one should see, as a sentence
 * @param alternative what a reader who cannot see it is told: kind of chart, axes, what it shows
 * @param caption remarks such as what the bars and bands are, null where there are none
 * @param data the numbers drawn, folded below the chart; null where they are elsewhere in the
 *     document, and the alternative text then says where
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
