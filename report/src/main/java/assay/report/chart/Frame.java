package assay.report.chart;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * A laid-out plot: converts values to positions and back.
 *
 * @param area the plot, pixels of the chart
 * @param height of the whole chart, pixels
 */
record Frame(XYPlot plot, Rectangle2D area, double height) {
  double x(double value) {
    return plot.getDomainAxis().valueToJava2D(value, area, RectangleEdge.BOTTOM);
  }

  double y(double value) {
    return plot.getRangeAxis().valueToJava2D(value, area, RectangleEdge.LEFT);
  }

  double valueOfX(double pixels) {
    return plot.getDomainAxis().java2DToValue(pixels, area, RectangleEdge.BOTTOM);
  }

  double valueOfY(double pixels) {
    return plot.getRangeAxis().java2DToValue(pixels, area, RectangleEdge.LEFT);
  }

  Line2D line(double x1, double y1, double x2, double y2) {
    return new Line2D.Double(x(x1), y(y1), x(x2), y(y2));
  }
}
