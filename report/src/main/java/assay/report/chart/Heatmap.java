package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of values, such as targets by precisions or threads. A darker cell has a larger value,
 * also written in it, or explained by a legend where cells are too narrow. A cell without a value
 * is grey, with a dash.
 */
public final class Heatmap extends VectorChart {
  private static final String MISSING = "–";
  private static final double ROW = 34;
  private static final double MAX_OF_LABEL = 200;
  private static final double MAX_OF_COLUMN = 106;
  private static final double DEEPEST = 0.62;

  /**
   * A row.
   *
   * @param label text next to it
   * @param values as many as there are columns, at least 0; null where there is none
   */
  public record Row(String label, List<@Nullable Double> values) {
    public Row {
      values = Collections.unmodifiableList(new ArrayList<>(values));
      for (Double value : values) {
        if (value != null) {
          Require.notNegative(
              "a value of " + label,
              Estimate.withoutInterval(Require.finite("a value of " + label, value)));
        }
      }
    }
  }

  /** A colour that gets darker with the value; grey where there is none. */
  private record Tint(Theme theme, double max) implements PaintScale {
    @Override
    public double getLowerBound() {
      return 0;
    }

    @Override
    public double getUpperBound() {
      return max;
    }

    @Override
    public Paint getPaint(double value) {
      Color color = theme.series(0);
      return Double.isNaN(value)
          ? Look.faint(theme.color(Role.GRID), 0.5)
          : Look.faint(color, 0.05 + (DEEPEST - 0.05) * (max == 0 ? 0 : value / max));
    }
  }

  /**
   * A matrix.
   *
   * @param quantity of all the values; its name and unit stand above
   * @param columnsTitle what the columns are, such as {@code Threads}
   * @param columns at least one
   * @param rows from top to bottom, at least one
   */
  public Heatmap(
      Quantity quantity,
      String columnsTitle,
      List<String> columns,
      List<Row> rows,
      ChartStyle style) {
    Require.notEmpty("columns", columns);
    Require.notEmpty("rows", rows);
    double max =
        rows.stream()
            .flatMap(row -> row.values().stream())
            .filter(Objects::nonNull)
            .mapToDouble(value -> value)
            .max()
            .orElse(0);
    Labels labels = new Labels();
    String across = labels.fit(columnsTitle, Labels.plain(), WIDTH / 2.0);
    List<String> names = fit(columns, MAX_OF_COLUMN, labels);
    List<String> down = fit(rows.stream().map(Row::label).toList(), MAX_OF_LABEL, labels);
    double left =
        10 + down.stream().mapToDouble(row -> Labels.width(row, Labels.plain())).max().orElse(0);
    double widest =
        names.stream().mapToDouble(name -> Labels.width(name, Labels.plain())).max().orElse(0);
    // The last name may be wider than its column.
    double beyond = Math.max(0, (widest - (WIDTH - left) / columns.size()) / 2);
    double column = Math.min(110, (WIDTH - left - beyond) / columns.size());
    TickUnit unit = TickUnit.of(max, quantity.unit(), style.format());
    List<String> numbers = numbers(rows, columns.size(), unit, style);
    boolean wide = numbers.stream().allMatch(n -> Labels.width(n, Labels.small()) <= column - 4);
    List<String> dashes = numbers.stream().map(n -> n.equals(MISSING) ? n : "").toList();
    super(
        labels,
        rows.size() * ROW,
        theme -> {
          ValueAxis y = Axes.names(unit.title(quantity.name()), down, WIDTH);
          y.setInverted(true);
          Layers layers = Layers.upright(Axes.names(across, names, column), y, theme);
          axes(layers, Math.max(0, WIDTH - left - column * columns.size()));
          Tint tint = new Tint(theme, max);
          XYBlockRenderer blocks = blocks(tint, wide ? numbers : dashes);
          blocks.setBlockWidth(1 - 3 / column);
          layers.add(cells(rows, columns.size()), blocks);
          JFreeChart chart = chart(layers.plot, new Key(labels), theme);
          if (!wide) {
            String end = unit.label(max, style.format());
            chart.addSubtitle(legend(tint, left, end));
          }
          return chart;
        });
  }

  private static List<String> fit(List<String> texts, double room, Labels labels) {
    return texts.stream().map(text -> labels.fit(text, Labels.plain(), room)).toList();
  }

  private static List<String> numbers(
      List<Row> rows, int columns, TickUnit unit, ChartStyle style) {
    List<String> numbers = new ArrayList<>();
    for (Row row : rows) {
      if (row.values().size() != columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row '%s' has %d values for %d columns",
                row.label(),
                row.values().size(),
                columns));
      }
      row.values()
          .forEach(
              value -> numbers.add(value == null ? MISSING : unit.label(value, style.format())));
    }
    return numbers;
  }

  private static void axes(Layers layers, double right) {
    for (ValueAxis axis : List.of(layers.plot.getDomainAxis(), layers.plot.getRangeAxis())) {
      axis.setRange(-0.5, axis.getUpperBound() - 0.1);
      axis.setAxisLineVisible(false);
      axis.setTickMarksVisible(false);
    }
    layers.plot.setDomainAxisLocation(AxisLocation.TOP_OR_LEFT);
    layers.plot.setDomainGridlinesVisible(false);
    layers.plot.setRangeGridlinesVisible(false);
    layers.plot.setInsets(new RectangleInsets(0, 0, 6, right));
    layers.title(15);
  }

  private static DefaultXYZDataset cells(List<Row> rows, int columns) {
    double[][] data = new double[3][rows.size() * columns];
    for (int i = 0; i < data[0].length; i++) {
      Double value = rows.get(i / columns).values().get(i % columns);
      data[0][i] = i % columns;
      data[1][i] = Math.floorDiv(i, columns);
      data[2][i] = value == null ? Double.NaN : value;
    }
    DefaultXYZDataset dataset = new DefaultXYZDataset();
    dataset.addSeries(0, data);
    return dataset;
  }

  private static XYBlockRenderer blocks(Tint tint, List<String> numbers) {
    XYBlockRenderer blocks = new XYBlockRenderer();
    blocks.setBlockHeight(1 - 3 / ROW);
    blocks.setPaintScale(tint);
    blocks.setDefaultItemLabelsVisible(true);
    blocks.setDefaultItemLabelGenerator((_, _, item) -> numbers.get(item));
    blocks.setDefaultItemLabelFont(Labels.small());
    blocks.setDefaultItemLabelPaint(tint.theme().color(Role.TEXT));
    blocks.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.CENTER, TextAnchor.CENTER));
    return blocks;
  }

  /** A legend of the tints, for cells too narrow for numbers. */
  private static PaintScaleLegend legend(Tint tint, double left, String max) {
    NumberAxis axis = new NumberAxis();
    axis.setRange(0, tint.max() > 0 ? tint.max() : 1);
    axis.setTickUnit(Axes.unit(axis.getUpperBound(), value -> value == 0 ? "0" : max));
    new Look(tint.theme()).apply(axis);
    PaintScaleLegend legend = new PaintScaleLegend(tint, axis);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setSubdivisionCount(10);
    legend.setStripOutlineVisible(false);
    legend.setBackgroundPaint(null);
    legend.setMargin(new RectangleInsets(4, left, 0, WIDTH / 2.0 - left / 2));
    return legend;
  }
}
