package assay.report.document;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/**
 * Something that draws itself as vectors: the same drawing becomes SVG, PDF and PNG. It holds
 * neither the figure's title nor its caption: the document sets those as text.
 *
 * <p>Drawing is deterministic, uses no clock, and takes every colour from the theme (with any
 * alpha): a renderer of HTML replaces the theme's colours by CSS variables, so that one drawing
 * serves the light and the dark page. It takes its fonts from {@link Theme#font} and {@link
 * Theme#bold}, because these are embedded for readers whose machines lack them. A name from a
 * record passes {@link assay.report.text.SafeText#line} and {@link
 * assay.report.text.Glyphs#showable} before it is drawn, because no renderer can fix what is drawn
 * already.
 */
public interface Chart {
  /** Natural width, CSS pixels of 1/96 inch; above 0. 720 fills a page's text width. */
  double width();

  /** Natural height, CSS pixels of 1/96 inch; above 0. */
  double height();

  /**
   * Draws within an area; the background is the page's unless the chart fills it.
   *
   * @param g where to draw; its state need not be restored
   * @param area the rectangle to fill, in the user space of {@code g}; its proportions are those of
   *     {@link #width} to {@link #height}
   * @param theme colours and fonts
   */
  void draw(Graphics2D g, Rectangle2D area, Theme theme);
}
