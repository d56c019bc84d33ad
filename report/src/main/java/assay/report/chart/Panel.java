package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;

/**
 * One plot with its axes, at a place that is settled before it is drawn.
 *
 * @param left where the plot begins, pixels; tick labels stand to the left of it
 * @param top where the plot begins, pixels; the title of the vertical axis stands above
 * @param gap room between the title of the vertical axis and the plot, pixels
 * @param tickLabels whether the horizontal axis is labelled
 */
record Panel(
    Scale x, Scale y, int left, int top, int width, int height, int gap, boolean tickLabels) {
  /** Room above a plot for the title of its vertical axis, pixels. */
  static final int TITLE = 26;

  private static final int TICKS = 24;
  private static final int BETWEEN = 10;
  // Room for half a date beneath the beginning of the axis.
  private static final int MIN_LEFT = 34;
  private static final int RIGHT = 18;

  Panel {
    x = x.within(width, left, VectorChart.WIDTH - left - width);
  }

  /** A labelled panel as wide as a chart, beneath what ends at {@code top}. */
  static Panel full(Scale x, Scale y, int top, int height) {
    return full(x, y, top, 0, height);
  }

  /** The same with room between the title of the vertical axis and the plot. */
  static Panel full(Scale x, Scale y, int top, int gap, int height) {
    return new Panel(x, y, leftOf(y), top + TITLE + gap, widthBeside(y), height, gap, true);
  }

  /** Where a plot begins whose vertical axis has these ticks. */
  static int leftOf(Scale y) {
    return Math.max(MIN_LEFT, (int) Math.ceil(y.labelWidth()) + BETWEEN);
  }

  /** Width of a plot that is as wide as a chart and has this vertical axis. */
  static int widthBeside(Scale y) {
    return VectorChart.WIDTH - leftOf(y) - RIGHT;
  }

  /** Where everything of it ends, axis titles included. */
  int end() {
    int title = x.title().isEmpty() ? 0 : (int) Labels.LINE + 2;
    return top + height + (tickLabels ? TICKS + title : BETWEEN);
  }

  Rectangle2D area() {
    return new Rectangle2D.Double(left, top, width, height);
  }

  /** Where a value of the horizontal axis is drawn, pixels from the left of the chart. */
  double xOf(double value) {
    return left + x.position(value) * width;
  }

  /** Where a value of the vertical axis is drawn, pixels from the top of the chart. */
  double yOf(double value) {
    return top + (1 - y.position(value)) * height;
  }

  /** Draws axes and grid, and the layers upon them in order. */
  void paint(Canvas canvas, List<Layer> layers) {
    XYPlot plot = new XYPlot();
    plot.setDomainAxis(TickAxes.of(x, canvas.theme(), true));
    plot.getDomainAxis().setTickLabelsVisible(tickLabels);
    plot.setRangeAxis(TickAxes.of(y, canvas.theme(), false));
    // Without a renderer JFreeChart draws no grid.
    plot.setRenderer(new XYLineAndShapeRenderer());
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainGridlineStroke(Canvas.solid(1));
    plot.setDomainGridlinePaint(canvas.color(Role.GRID));
    plot.setRangeGridlineStroke(Canvas.solid(1));
    plot.setRangeGridlinePaint(canvas.color(Role.GRID));
    AxisSpace beside = new AxisSpace();
    beside.setLeft(left);
    plot.setFixedRangeAxisSpace(beside);
    AxisSpace below = new AxisSpace();
    below.setBottom(TICKS);
    plot.setFixedDomainAxisSpace(below);
    layers.forEach(layer -> plot.addAnnotation(new Drawn(layer, canvas)));
    plot.draw(
        canvas.g(), new Rectangle2D.Double(0, top, left + width, height + TICKS), null, null, null);
    titles(canvas);
  }

  private void titles(Canvas canvas) {
    if (!y.title().isEmpty()) {
      canvas.text(fitting(y.title()), 0, top - gap - 11.0, Role.TEXT);
    }
    if (tickLabels && !x.title().isEmpty()) {
      canvas.text(
          fitting(x.title()),
          left + width,
          top + height + TICKS + Labels.LINE - 3,
          Canvas.Align.RIGHT,
          canvas.theme().font(Labels.TEXT),
          canvas.color(Role.TEXT));
    }
  }

  private static String fitting(String title) {
    return Labels.within(title, Labels.plain(), VectorChart.WIDTH - RIGHT);
  }

  private static final class Drawn extends AbstractXYAnnotation {
    private static final long serialVersionUID = 1;
    private final transient Layer layer;
    private final transient Canvas canvas;

    Drawn(Layer layer, Canvas canvas) {
      this.layer = layer;
      this.canvas = canvas;
    }

    @Override
    public void draw(
        Graphics2D g,
        XYPlot plot,
        Rectangle2D area,
        ValueAxis xAxis,
        ValueAxis yAxis,
        int renderer,
        PlotRenderingInfo info) {
      layer.draw(canvas, new Mapping(xAxis, yAxis, area));
    }
  }
}
