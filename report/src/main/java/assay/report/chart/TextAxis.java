package assay.report.chart;

import assay.report.document.Theme;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.ui.RectangleEdge;

/** An axis with texts of any length and font next to a plot, instead of ticks. */
class TextAxis extends NumberAxis {
  private static final long serialVersionUID = 1;

  /**
   * A line of text.
   *
   * @param x where it begins, pixels from the left of the chart
   * @param y its baseline, pixels below the top of the plot with its axes
   */
  record Text(String text, double x, double y, Font font, Theme.Role role) {}

  private final transient List<Text> texts;
  private final double room;
  private final transient Theme theme;

  /** An axis whose texts take {@code room} pixels next to the plot. */
  TextAxis(List<Text> texts, double room, Theme theme) {
    this.texts = texts;
    this.room = room;
    this.theme = theme;
  }

  @Override
  public AxisSpace reserveSpace(
      Graphics2D g, Plot plot, Rectangle2D area, RectangleEdge edge, AxisSpace space) {
    space.add(room, edge);
    return space;
  }

  @Override
  public List<ValueTick> refreshTicks(
      Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
    return List.of();
  }

  @Override
  public AxisState draw(
      Graphics2D g,
      double cursor,
      Rectangle2D plotArea,
      Rectangle2D dataArea,
      RectangleEdge edge,
      PlotRenderingInfo info) {
    for (Text text : texts) {
      g.setFont(text.font());
      g.setPaint(theme.color(text.role()));
      g.drawString(text.text(), (float) text.x(), (float) (plotArea.getMinY() + text.y()));
    }
    return new AxisState(cursor);
  }
}
