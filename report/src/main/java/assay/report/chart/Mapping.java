package assay.report.chart;

import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;

/**
 * From values to places.
 *
 * @param area the plot, pixels of the chart
 */
record Mapping(ValueAxis xAxis, ValueAxis yAxis, Rectangle2D area) {
  double x(double value) {
    return xAxis.valueToJava2D(value, area, RectangleEdge.BOTTOM);
  }

  double y(double value) {
    return yAxis.valueToJava2D(value, area, RectangleEdge.LEFT);
  }

  double left() {
    return area.getMinX();
  }

  double right() {
    return area.getMaxX();
  }

  double top() {
    return area.getMinY();
  }

  double bottom() {
    return area.getMaxY();
  }
}
