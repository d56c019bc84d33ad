package assay.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis with as many round values as its labels leave room for. */
final class LogarithmicAxis extends LogAxis {
  private static final long serialVersionUID = 1;
  private static final int MAX_TICKS = 9;
  private static final double APART = 12;

  private final transient DoubleFunction<String> label;

  LogarithmicAxis(DoubleFunction<String> label) {
    this.label = label;
  }

  @Override
  public List<ValueTick> refreshTicks(
      Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
    int max = MAX_TICKS;
    List<ValueTick> ticks = ticks(max, area, edge);
    while (max > 2 && RectangleEdge.isTopOrBottom(edge) && crowded(ticks, area, edge)) {
      ticks = ticks(--max, area, edge);
    }
    return ticks;
  }

  /** At most {@code max} ticks; a label too close to the edge of the chart is left out. */
  private List<ValueTick> ticks(int max, Rectangle2D area, RectangleEdge edge) {
    boolean across = RectangleEdge.isTopOrBottom(edge);
    TextAnchor anchor = across ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
    List<ValueTick> ticks = new ArrayList<>();
    for (double value : Axes.round(getLowerBound(), getUpperBound(), max)) {
      String text = label.apply(value);
      double end = valueToJava2D(value, area, edge) + Labels.width(text, Labels.plain()) / 2;
      String shown = across && end > VectorChart.WIDTH ? "" : text;
      ticks.add(new NumberTick(Double.valueOf(value), shown, anchor, TextAnchor.CENTER, 0));
    }
    return ticks;
  }

  private boolean crowded(List<ValueTick> ticks, Rectangle2D area, RectangleEdge edge) {
    double end = Double.NEGATIVE_INFINITY;
    for (ValueTick tick : ticks) {
      double half = Labels.width(tick.getText(), Labels.plain()) / 2;
      double center = valueToJava2D(tick.getValue(), area, edge);
      if (center - half < end + APART) {
        return true;
      }
      end = center + half;
    }
    return false;
  }
}
