package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.BasicStroke;
import java.awt.Color;
import org.jfree.chart.ChartTheme;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;

/** The common look of all charts: fonts, axes, grid and background of the document's theme. */
record Look(Theme theme) implements ChartTheme {
  static {
    // Slanted text must stay text, and places must not be rounded to pixels of a screen.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
    TextUtils.setUseFontMetricsGetStringBounds(true);
  }

  /** A colour with an opacity from 0, invisible, to 1, opaque. */
  static Color faint(Color color, double alpha) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * alpha));
  }

  static BasicStroke solid(double width) {
    return Dash.SOLID.stroke(width);
  }

  @Override
  public void apply(JFreeChart chart) {
    chart.setBackgroundPaint(null);
    chart.setPadding(RectangleInsets.ZERO_INSETS);
    chart.setTextAntiAlias(true);
    apply(chart.getXYPlot());
  }

  private void apply(XYPlot plot) {
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainGridlineStroke(solid(1));
    plot.setDomainGridlinePaint(theme.color(Role.GRID));
    plot.setRangeGridlineStroke(solid(1));
    plot.setRangeGridlinePaint(theme.color(Role.GRID));
    plot.getDomainAxes().values().forEach(this::apply);
    plot.getRangeAxes().values().forEach(this::apply);
    if (plot instanceof CombinedDomainXYPlot combined) {
      combined.getSubplots().forEach(this::part);
    } else if (plot instanceof CombinedRangeXYPlot combined) {
      combined.getSubplots().forEach(this::part);
    }
  }

  private void part(Object subplot) {
    ((Plot) subplot).setInsets(RectangleInsets.ZERO_INSETS);
    apply((XYPlot) subplot);
  }

  void apply(ValueAxis axis) {
    if (axis == null) {
      return;
    }
    axis.setLabelFont(theme.font(Labels.TEXT));
    axis.setLabelPaint(theme.color(Role.TEXT));
    axis.setLabelInsets(new RectangleInsets(0, 0, 2, 0));
    axis.setTickLabelFont(theme.font(Labels.TEXT));
    axis.setTickLabelPaint(theme.color(Role.MUTED));
    axis.setTickLabelInsets(new RectangleInsets(3, 4, 3, 6));
    axis.setAxisLinePaint(theme.color(Role.AXIS));
    axis.setAxisLineStroke(solid(1));
    axis.setTickMarkPaint(theme.color(Role.AXIS));
    axis.setTickMarkStroke(solid(1));
    axis.setTickMarkOutsideLength(4);
  }
}
