package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** A chart as a separate image: title above, margin around, background of its theme. */
final class TitledChart implements Chart {
  private static final double MARGIN = 16;
  private static final float SIZE = 16;
  private static final double LINE = 21;

  private final Chart chart;
  private final List<String> title;

  TitledChart(Chart chart, String title) {
    this.chart = chart;
    Font font = Theme.LIGHT.bold(SIZE);
    this.title = new Labels().wrap(title, font, chart.width(), 4);
  }

  private double top() {
    return MARGIN + title.size() * LINE + 8;
  }

  @Override
  public double width() {
    return chart.width() + 2 * MARGIN;
  }

  @Override
  public double height() {
    return top() + chart.height() + MARGIN;
  }

  @Override
  public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
    g.setPaint(theme.color(Role.BACKGROUND));
    g.fill(area);
    double scale = area.getWidth() / width();
    double y = MARGIN + 15;
    g.setFont(theme.bold((float) (SIZE * scale)));
    g.setPaint(theme.color(Role.TEXT));
    for (String line : title) {
      g.drawString(line, (float) (area.getX() + MARGIN * scale), (float) (area.getY() + y * scale));
      y += LINE;
    }
    chart.draw(
        g,
        new Rectangle2D.Double(
            area.getX() + MARGIN * scale,
            area.getY() + top() * scale,
            chart.width() * scale,
            chart.height() * scale),
        theme);
  }
}
