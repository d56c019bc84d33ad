package assay.report.chart;

import assay.report.document.Chart;
import assay.report.document.Theme;
import assay.report.text.Fonts;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * A chart drawn by JFreeChart, {@link #WIDTH} pixels wide and as high as it needs to be; drawing
 * scales it.
 */
public abstract class VectorChart implements Chart {
  /** Width of every chart, CSS pixels: scaled to a phone its text is still 9 pixels high. */
  public static final int WIDTH = 560;

  /** Room to the right of a plot, for half a tick label. */
  static final int RIGHT = 18;

  private static final double BESIDE_PLOT = 100;
  static final Map<RenderingHints.Key, Object> HINTS =
      Map.of(
          RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON,
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);

  private final Labels labels;
  private final Function<Theme, JFreeChart> drawing;
  private final double height;

  /**
   * A chart.
   *
   * @param labels fitted its texts
   * @param pixels height of its plot
   * @param drawing the chart in a theme
   */
  VectorChart(Labels labels, double pixels, Function<Theme, JFreeChart> drawing) {
    this.labels = labels;
    this.drawing = drawing;
    height = frame(pixels, drawing).height();
  }

  /**
   * A chart of an upright plot.
   *
   * @param overlay labels and lines beneath the marks, placed once the plot is laid out
   * @param marks what is drawn in it
   */
  VectorChart(
      Labels labels,
      Key key,
      double pixels,
      Supplier<ValueAxis> x,
      Supplier<ValueAxis> y,
      Function<Frame, Overlay> overlay,
      Consumer<Layers> marks) {
    Frame at =
        frame(pixels, theme -> chart(Layers.upright(x.get(), y.get(), theme).plot, key, theme));
    Overlay placed = overlay.apply(at);
    this(
        labels,
        pixels,
        theme -> {
          Layers layers = Layers.upright(x.get(), y.get(), theme);
          placed.paint().accept(layers);
          marks.accept(layers);
          JFreeChart chart = chart(layers.plot, key, theme);
          // The first of those below is the lowest.
          placed.below().reversed().forEach(line -> chart.addSubtitle(below(line, theme)));
          return chart;
        });
  }

  /**
   * What is placed in a plot once it is laid out.
   *
   * @param below lines of text beneath the plot
   */
  record Overlay(Consumer<Layers> paint, List<String> below) {
    static final Overlay NONE = new Overlay(_ -> {}, List.of());
  }

  private static TextTitle below(String line, Theme theme) {
    TextTitle title = new TextTitle(line, theme.font(Labels.SMALL));
    title.setPaint(theme.color(Theme.Role.TEXT));
    title.setPosition(RectangleEdge.BOTTOM);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setPadding(RectangleInsets.ZERO_INSETS);
    return title;
  }

  /** A plot in the look of a theme with its key above. */
  static JFreeChart chart(XYPlot plot, Key key, Theme theme) {
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    key.addTo(chart, theme);
    new Look(theme).apply(chart);
    return chart;
  }

  /** Lays out a chart whose plot is {@code pixels} high. */
  private static Frame frame(double pixels, Function<Theme, JFreeChart> drawing) {
    JFreeChart chart = drawing.apply(Theme.LIGHT);
    double first = pixels + BESIDE_PLOT;
    double height = first + Math.ceil(pixels - area(chart, first).getHeight());
    return new Frame(chart.getXYPlot(), area(chart, height), height);
  }

  private static Rectangle2D area(JFreeChart chart, double height) {
    if (Fonts.unavailable().isPresent()) {
      // Nobody will draw it.
      return new Rectangle2D.Double(0, 0, WIDTH, height);
    }
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    g.addRenderingHints(HINTS);
    ChartRenderingInfo info = new ChartRenderingInfo(null);
    chart.draw(g, new Rectangle2D.Double(0, 0, WIDTH, height), info);
    g.dispose();
    return info.getPlotInfo().getDataArea();
  }

  @Override
  public final double width() {
    return WIDTH;
  }

  @Override
  public final double height() {
    return height;
  }

  /**
   * The full texts of the labels that had to be shortened, in order: they belong in the figure's
   * alternative text or its table.
   */
  public final List<String> shortened() {
    return labels.shortened();
  }

  @Override
  public final void draw(Graphics2D g, Rectangle2D area, Theme theme) {
    AffineTransform before = g.getTransform();
    g.addRenderingHints(HINTS);
    g.translate(area.getX(), area.getY());
    g.scale(area.getWidth() / width(), area.getHeight() / height());
    drawing.apply(theme).draw(g, new Rectangle2D.Double(0, 0, WIDTH, height));
    g.setTransform(before);
  }
}
