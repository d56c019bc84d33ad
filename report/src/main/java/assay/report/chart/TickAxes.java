package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** JFreeChart's axes with the ticks of a {@link Scale}: none of a default locale's making. */
final class TickAxes {
  private TickAxes() {}

  static ValueAxis of(Scale scale, Theme theme, boolean line) {
    ValueAxis axis =
        scale.logarithmic() ? new Logarithmic(scale.ticks()) : new Linear(scale.ticks());
    axis.setAutoRange(false);
    axis.setRange(scale.low(), scale.high());
    axis.setTickLabelFont(theme.font(Labels.TEXT));
    axis.setTickLabelPaint(theme.color(Role.MUTED));
    axis.setTickLabelInsets(new RectangleInsets(3, 4, 3, 6));
    axis.setAxisLineVisible(line);
    axis.setAxisLinePaint(theme.color(Role.AXIS));
    axis.setAxisLineStroke(Canvas.solid(1));
    axis.setTickMarksVisible(line);
    axis.setTickMarkPaint(theme.color(Role.AXIS));
    axis.setTickMarkStroke(Canvas.solid(1));
    axis.setTickMarkOutsideLength(4);
    axis.setMinorTickMarksVisible(false);
    return axis;
  }

  private static List<ValueTick> ticks(List<Tick> ticks, RectangleEdge edge) {
    TextAnchor anchor =
        RectangleEdge.isTopOrBottom(edge) ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
    List<ValueTick> list = new ArrayList<>();
    for (Tick tick : ticks) {
      list.add(
          new NumberTick(Double.valueOf(tick.value()), tick.label(), anchor, TextAnchor.CENTER, 0));
    }
    return list;
  }

  private static final class Linear extends NumberAxis {
    private static final long serialVersionUID = 1;
    private final transient List<Tick> ticks;

    Linear(List<Tick> ticks) {
      this.ticks = ticks;
      setStandardTickUnits((TickUnitSource) null);
    }

    @Override
    public List<ValueTick> refreshTicks(
        Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
      return ticks(ticks, edge);
    }
  }

  private static final class Logarithmic extends LogAxis {
    private static final long serialVersionUID = 1;
    private final transient List<Tick> ticks;

    Logarithmic(List<Tick> ticks) {
      this.ticks = ticks;
    }

    @Override
    public List<ValueTick> refreshTicks(
        Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
      return ticks(ticks, edge);
    }
  }
}
