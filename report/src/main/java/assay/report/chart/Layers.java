package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultIntervalXYDataset;
import org.jfree.data.xy.XYDataset;
import org.jspecify.annotations.Nullable;

/** The marks of a plot, each a data set with a JFreeChart renderer; later ones are drawn on top. */
final class Layers {
  /** Diameter of a point, pixels. */
  static final double POINT = 10;

  /** Room above a plot for the title of its vertical axis, pixels. */
  static final int TITLE = 26;

  private static final double CAP = 8;
  private static final double WHISKER = 1.6;

  final XYPlot plot;
  final Theme theme;
  private String title = "";
  private int count;

  private Layers(XYPlot plot, Theme theme) {
    this.plot = plot;
    this.theme = theme;
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    // Without a renderer there is no grid, even where nothing is drawn.
    line(new double[0], new double[0], Look.solid(1), color(Role.GRID));
  }

  /** A plot with a vertical value axis, whose title is written horizontally above it. */
  static Layers upright(@Nullable ValueAxis x, ValueAxis y, Theme theme) {
    Layers layers = new Layers(new XYPlot(null, x, y, null), theme);
    y.setTickMarksVisible(false);
    y.setAxisLineVisible(false);
    layers.title = y.getLabel();
    layers.title(-11);
    y.setLabel(null);
    layers.plot.setInsets(new RectangleInsets(TITLE, 0, 0, VectorChart.RIGHT));
    return layers;
  }

  /** A plot of rows, {@code height} pixels high, whose values run to the right. */
  static Layers rows(List<TextAxis.Text> texts, double room, double height, Theme theme) {
    TextAxis axis = new TextAxis(texts, room, theme);
    axis.setRange(0, height);
    axis.setInverted(true);
    XYPlot plot = new XYPlot(null, axis, null, null);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    return new Layers(plot, theme);
  }

  /** Writes the title of the axis of values at a baseline, pixels below the top of the plot. */
  void title(double y) {
    List<TextAxis.Text> texts =
        List.of(new TextAxis.Text(title, 0, y, theme.font(Labels.TEXT), Role.TEXT));
    plot.setRangeAxis(1, new TextAxis(texts, 0, theme));
  }

  Color color(Role role) {
    return theme.color(role);
  }

  void add(XYDataset data, XYItemRenderer renderer) {
    plot.setDataset(count, data);
    plot.setRenderer(count++, renderer);
  }

  private void add(double[][] series, XYItemRenderer renderer, Color color, BasicStroke stroke) {
    DefaultIntervalXYDataset data = new DefaultIntervalXYDataset();
    data.addSeries(0, series);
    renderer.setSeriesPaint(0, color);
    renderer.setSeriesStroke(0, stroke);
    add(data, renderer);
  }

  /** A line through the points; it breaks where a value is NaN. */
  void line(double[] x, double[] y, BasicStroke stroke, Color color) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    add(new double[][] {x, x, x, y, y, y}, renderer, color, stroke);
  }

  /** The same for any number of points; indistinguishable ones are left out. */
  void line(Samples samples, BasicStroke stroke, Color color) {
    Samples thin = samples.thinned(pixels(2));
    line(thin.x(), thin.y(), stroke, color);
  }

  /** The approximate length of these pixels in units of the horizontal axis. */
  double pixels(double pixels) {
    return pixels * plot.getDomainAxis().getRange().getLength() / (0.9 * VectorChart.WIDTH);
  }

  /** A line with the band between two others about it. */
  void band(double[] x, double[] low, double[] y, double[] high, Color color) {
    DeviationRenderer renderer = new DeviationRenderer(true, false);
    renderer.setAlpha(1);
    renderer.setSeriesFillPaint(0, Look.faint(color, 0.22));
    add(new double[][] {x, x, x, y, low, high}, renderer, color, Look.solid(WHISKER));
  }

  /** A bar of a width about a place, filled, or outlined where there is a colour for that. */
  void bar(double at, double width, double from, double to, Color fill, @Nullable Color outline) {
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setUseYInterval(true);
    renderer.setDrawBarOutline(outline != null);
    renderer.setSeriesOutlinePaint(0, outline);
    renderer.setSeriesOutlineStroke(0, Look.solid(1.4));
    double[][] bar = {
      {at}, {at - width / 2}, {at + width / 2}, {to}, {Math.min(from, to)}, {Math.max(from, to)}
    };
    add(bar, renderer, fill, Look.solid(1));
  }

  /** The whisker of an interval on a bar, edged in the page's colour. */
  void whisker(double at, Estimate value) {
    Estimate place = Estimate.withoutInterval(at);
    whiskers(place, value, WHISKER + 2, CAP + 2, color(Role.BACKGROUND))
        .setSeriesShapesVisible(0, false);
    whiskers(place, value, WHISKER, CAP, color(Role.TEXT)).setSeriesShapesVisible(0, false);
  }

  private XYErrorRenderer whiskers(
      Estimate x, Estimate y, double strength, double cap, Color color) {
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(x.interval() != null);
    renderer.setDrawYError(y.interval() != null);
    renderer.setCapLength(cap);
    double[][] point = {{x.value()}, {x.min()}, {x.max()}, {y.value()}, {y.min()}, {y.max()}};
    add(point, renderer, color, Look.solid(strength));
    return renderer;
  }

  /** A point with whiskers; hollow if nothing is shown. */
  void point(
      Estimate x, Estimate y, SeriesStyle style, boolean filled, double size, Color whiskers) {
    shape(whiskers(x, y, WHISKER, CAP, whiskers), style, filled, size);
  }

  void point(Estimate x, Estimate y, SeriesStyle style, boolean filled, double size) {
    point(x, y, style, filled, size, style.in(theme));
  }

  /** Points of a series without intervals. */
  void points(Samples points, SeriesStyle style, double size) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    shape(renderer, style, true, size);
    double[] x = points.x();
    double[] y = points.y();
    add(new double[][] {x, x, x, y, y, y}, renderer, style.in(theme), Look.solid(1));
  }

  private void shape(
      XYLineAndShapeRenderer renderer, SeriesStyle style, boolean filled, double size) {
    Color color = style.in(theme);
    Color page = color(Role.BACKGROUND);
    renderer.setUseFillPaint(true);
    renderer.setUseOutlinePaint(true);
    renderer.setSeriesShape(0, style.marker().shape(size));
    renderer.setSeriesFillPaint(0, filled ? color : page);
    renderer.setSeriesOutlinePaint(0, filled ? page : color);
    renderer.setSeriesOutlineStroke(0, Look.solid(filled ? 1 : 2));
  }

  /**
   * Occasional marks on a line of many points, to distinguish it without colour.
   *
   * @param index of the series in the chart: the marks of two series do not coincide
   */
  void marks(Samples samples, SeriesStyle style, int index) {
    points(samples.sparse(pixels(14 + 34 * (index % 4)), pixels(136)), style, 8);
  }

  /** Small dots of a colour, full or hollow. */
  void dots(double[] x, double[] y, double radius, Color color, boolean full) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setSeriesShape(0, new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius));
    renderer.setSeriesShapesFilled(0, full);
    renderer.setDrawOutlines(!full);
    add(new double[][] {x, x, x, y, y, y}, renderer, color, Look.solid(1));
  }

  /** A line across the plot at a value of the axis of values, beneath the marks. */
  void level(double value, BasicStroke stroke, Color color) {
    plot.addRangeMarker(new ValueMarker(value, color, stroke), Layer.BACKGROUND);
  }

  /** A band across the plot between two values of the axis of values, beneath the marks. */
  void range(double low, double high, Color color) {
    plot.addRangeMarker(new IntervalMarker(low, high, color), Layer.BACKGROUND);
  }

  /** A line beneath the marks, between two places of the plot. */
  void segment(double x1, double y1, double x2, double y2, BasicStroke stroke, Color color) {
    plot.getRenderer()
        .addAnnotation(new XYLineAnnotation(x1, y1, x2, y2, stroke, color), Layer.BACKGROUND);
  }

  /**
   * A text below the marks, on a patch that hides lines behind it.
   *
   * @param angle by which it is turned clockwise about its beginning, radians
   */
  void text(String text, double x, double y, double angle, Role role) {
    XYTextAnnotation annotation = new Turned(text, x, y, angle);
    annotation.setFont(theme.font(Labels.SMALL));
    annotation.setPaint(color(role));
    annotation.setTextAnchor(TextAnchor.BASELINE_LEFT);
    annotation.setBackgroundPaint(angle == 0 ? Look.faint(color(Role.BACKGROUND), 0.85) : null);
    plot.getRenderer().addAnnotation(annotation, Layer.BACKGROUND);
  }

  /** JFreeChart rotates a text by a matrix, which SVG rounds so much that the text is misplaced. */
  private static final class Turned extends XYTextAnnotation {
    private static final long serialVersionUID = 1;
    private final double angle;

    Turned(String text, double x, double y, double angle) {
      super(text, x, y);
      this.angle = angle;
    }

    @Override
    public void draw(
        Graphics2D g,
        XYPlot plot,
        Rectangle2D area,
        ValueAxis domain,
        ValueAxis range,
        int renderer,
        PlotRenderingInfo info) {
      AffineTransform before = g.getTransform();
      g.rotate(
          angle,
          domain.valueToJava2D(getX(), area, plot.getDomainAxisEdge()),
          range.valueToJava2D(getY(), area, plot.getRangeAxisEdge()));
      super.draw(g, plot, area, domain, range, renderer, info);
      g.setTransform(before);
    }
  }
}
