package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.block.ColumnArrangement;
import org.jfree.chart.block.FlowArrangement;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.VerticalAlignment;
import org.jspecify.annotations.Nullable;

/** The key above a plot: what colours, shapes and lines mean. Takes no room if empty. */
final class Key {
  private static final int SYMBOL = 28;
  private static final double GAP = 16;
  private static final Shape LINE = new Line2D.Double(-SYMBOL / 2.0, 0, SYMBOL / 2.0, 0);

  private final List<Function<Theme, LegendItem>> items = new ArrayList<>();
  private final Labels labels;

  Key(Labels labels) {
    this.labels = labels;
  }

  /** A series with the stroke of its lines, if it has any, and with its points, if it has any. */
  void series(SeriesStyle style, String label, @Nullable BasicStroke line, boolean points) {
    Shape shape = points ? style.marker().shape(Layers.POINT) : null;
    add(label, shape, style::in, theme -> theme.color(Role.BACKGROUND), line);
  }

  /** A patch of a colour, with an outline of another. */
  void patch(
      String label,
      double width,
      double height,
      Function<Theme, Color> fill,
      Function<Theme, Color> outline) {
    Shape patch = new Rectangle2D.Double(-width / 2, -height / 2, width, height);
    add(label, patch, fill, outline, null);
  }

  private void add(
      String label,
      @Nullable Shape shape,
      Function<Theme, Color> fill,
      Function<Theme, Color> outline,
      @Nullable BasicStroke line) {
    String text = labels.fit(label, Labels.plain(), VectorChart.WIDTH - SYMBOL - 12.0);
    BasicStroke stroke = line == null ? Look.solid(1) : line;
    items.add(theme -> {
      Color color = fill.apply(theme);
      Color edge = outline.apply(theme);
      return new LegendItem(
          text,
          null,
          null,
          null,
          shape != null,
          shape == null ? LINE : shape,
          true,
          color,
          true,
          edge,
          Look.solid(1),
          line != null,
          LINE,
          stroke,
          color);
    });
  }

  void addTo(JFreeChart chart, Theme theme) {
    if (items.isEmpty()) {
      return;
    }
    LegendItemCollection collection = new LegendItemCollection();
    items.forEach(item -> collection.add(item.apply(theme)));
    LegendTitle legend =
        new LegendTitle(
            () -> collection,
            new FlowArrangement(HorizontalAlignment.LEFT, VerticalAlignment.CENTER, GAP, 1),
            new ColumnArrangement());
    legend.setItemFont(theme.font(Labels.TEXT));
    legend.setItemPaint(theme.color(Role.TEXT));
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    legend.setMargin(new RectangleInsets(0, 0, 4, 0));
    legend.setLegendItemGraphicPadding(new RectangleInsets(0, 0, 0, 8));
    legend.setItemLabelPadding(RectangleInsets.ZERO_INSETS);
    // Above the plot, not below it as is usual.
    legend.setPosition(org.jfree.chart.ui.RectangleEdge.TOP);
    chart.addSubtitle(legend);
  }
}
