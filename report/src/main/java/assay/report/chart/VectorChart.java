package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A chart of this package: laid out once, in its constructor, on {@link #WIDTH} pixels and as high
 * as it needs to be; drawing scales that.
 */
public abstract class VectorChart implements Chart {
  /** Width of every chart, CSS pixels: scaled to a phone its text is still 9 pixels high. */
  public static final int WIDTH = 560;

  /** Fits the texts of this chart. */
  final Labels labels = new Labels();

  VectorChart() {}

  /** Draws in the chart's own pixels. */
  abstract void paint(Canvas canvas);

  @Override
  public final double width() {
    return WIDTH;
  }

  /**
   * The full texts of the labels that had to be shortened, in order: they belong in the figure's
   * alternative text or its table.
   */
  public final List<String> shortened() {
    return labels.shortened();
  }

  @Override
  public final void draw(Graphics2D g, Rectangle2D area, Theme theme) {
    AffineTransform before = g.getTransform();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.translate(area.getX(), area.getY());
    g.scale(area.getWidth() / width(), area.getHeight() / height());
    paint(new Canvas(g, theme));
    g.setTransform(before);
  }
}
