package assay.report.document;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** A chart of bars with whiskers, a band, a clipped line and turned text: what real charts use. */
public record SampleChart(double width, double height, String xLabel, String yLabel)
    implements Chart {
  private static final double[] VALUES = {31, 58, 92, 74, 46, 83, 22, 65};

  @Override
  public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
    AffineTransform before = g.getTransform();
    g.translate(area.getX(), area.getY());
    g.scale(area.getWidth() / width, area.getHeight() / height);
    Rectangle2D plot = new Rectangle2D.Double(64, 12, width - 80, height - 64);
    grid(g, plot, theme);
    bars(g, plot, theme);
    band(g, plot, theme);
    labels(g, plot, theme);
    g.setTransform(before);
  }

  private static double y(Rectangle2D plot, double value) {
    return plot.getMaxY() - plot.getHeight() * value / 100;
  }

  private static void grid(Graphics2D g, Rectangle2D plot, Theme theme) {
    g.setStroke(new BasicStroke(1));
    g.setFont(theme.font(12));
    for (int value = 0; value <= 100; value += 20) {
      double y = y(plot, value);
      g.setPaint(theme.color(value == 0 ? Theme.Role.AXIS : Theme.Role.GRID));
      g.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
      g.setPaint(theme.color(Theme.Role.MUTED));
      String label = Integer.toString(value);
      float width = g.getFontMetrics().stringWidth(label);
      g.drawString(label, (float) plot.getX() - 8 - width, (float) y + 4);
    }
  }

  private static void bars(Graphics2D g, Rectangle2D plot, Theme theme) {
    double step = plot.getWidth() / VALUES.length;
    for (int i = 0; i < VALUES.length; i++) {
      double x = plot.getX() + step * i + step * 0.2;
      double y = y(plot, VALUES[i]);
      g.setPaint(theme.series(i % Theme.seriesColors()));
      g.fill(new Rectangle2D.Double(x, y, step * 0.6, plot.getMaxY() - y));
      g.setPaint(theme.color(Theme.Role.TEXT));
      double middle = x + step * 0.3;
      g.draw(new Line2D.Double(middle, y - 6, middle, y + 6));
    }
  }

  private static void band(Graphics2D g, Rectangle2D plot, Theme theme) {
    Shape clip = g.getClip();
    g.clip(plot);
    Path2D path = new Path2D.Double();
    path.moveTo(plot.getX() - 20, y(plot, 40));
    path.curveTo(
        plot.getCenterX(),
        y(plot, 130),
        plot.getCenterX(),
        y(plot, 10),
        plot.getMaxX(),
        y(plot, 70));
    Color info = theme.color(Theme.Role.INFO);
    g.setPaint(info);
    g.setStroke(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(path);
    path.lineTo(plot.getMaxX(), y(plot, 60));
    path.lineTo(plot.getX(), y(plot, 20));
    path.closePath();
    g.setPaint(new Color(info.getRed(), info.getGreen(), info.getBlue(), 40));
    g.fill(path);
    g.setClip(clip);
  }

  private void labels(Graphics2D g, Rectangle2D plot, Theme theme) {
    g.setPaint(theme.color(Theme.Role.TEXT));
    g.setFont(theme.bold(12));
    float wide = g.getFontMetrics().stringWidth(xLabel);
    g.drawString(xLabel, (float) plot.getCenterX() - wide / 2, (float) height - 12);
    float tall = g.getFontMetrics().stringWidth(yLabel);
    AffineTransform before = g.getTransform();
    g.rotate(-Math.PI / 2, 16, plot.getCenterY());
    g.drawString(yLabel, 16 - tall / 2, (float) plot.getCenterY());
    g.setTransform(before);
  }
}
