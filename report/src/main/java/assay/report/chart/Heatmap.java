package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of values, such as targets by precisions or by threads: the deeper a cell's tint, the
 * larger its value, which it also shows as text. A cell without a value is struck through.
 */
public final class Heatmap extends VectorChart {
  private static final double ROW = 34;
  private static final double MOST_OF_LABEL = 180;
  private static final double DEEPEST = 0.62;

  /**
   * A row.
   *
   * @param label beside it
   * @param values as many as there are columns, at least 0; null where there is none
   */
  public record Row(String label, List<@Nullable Double> values) {
    public Row {
      values = java.util.Collections.unmodifiableList(new ArrayList<>(values));
      for (Double value : values) {
        if (value != null) {
          Require.notNegative(
              "a value of " + label,
              Estimate.withoutInterval(Require.finite("a value of " + label, value)));
        }
      }
    }
  }

  private final Quantity quantity;
  private final String columnsTitle;
  private final ChartStyle style;
  private final List<Row> rows;
  private final List<List<String>> rowLabels = new ArrayList<>();
  private final List<String> columnLabels = new ArrayList<>();
  private final double left;
  private final double column;
  private final double most;

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
    this.quantity = quantity;
    this.columnsTitle = labels.fit(columnsTitle, Labels.plain(), WIDTH / 2.0);
    this.style = style;
    this.rows = List.copyOf(rows);
    double widest = 0;
    double largest = 0;
    for (Row row : rows) {
      if (row.values().size() != columns.size()) {
        throw new IllegalArgumentException(
            "row '%s' has %d values for %d columns"
                .formatted(row.label(), row.values().size(), columns.size()));
      }
      String start = row.label().substring(0, Math.min(200, row.label().length()));
      widest = Math.max(widest, Labels.width(start, Labels.plain()));
      for (Double value : row.values()) {
        largest = value == null ? largest : Math.max(largest, value);
      }
    }
    most = largest;
    left = Math.ceil(Math.min(widest, MOST_OF_LABEL)) + 10;
    column = Math.min(110, (WIDTH - left) / columns.size());
    columns.forEach(label -> columnLabels.add(labels.fit(label, Labels.plain(), column - 4)));
    rows.forEach(row -> rowLabels.add(labels.wrap(row.label(), Labels.plain(), left - 10, 2)));
  }

  private double top() {
    return 48;
  }

  @Override
  public double height() {
    return top() + rows.size() * ROW + 6;
  }

  @Override
  void paint(Canvas canvas) {
    TickUnit unit = TickUnit.of(most, quantity.unit(), style.format());
    canvas.text(unit.title(quantity.name()), 0, 15, Role.TEXT);
    canvas.text(
        columnsTitle,
        left + column * columnLabels.size(),
        15,
        Canvas.Align.RIGHT,
        canvas.theme().font(Labels.TEXT),
        canvas.color(Role.TEXT));
    for (int i = 0; i < columnLabels.size(); i++) {
      canvas.text(
          columnLabels.get(i),
          left + (i + 0.5) * column,
          40,
          Canvas.Align.CENTER,
          canvas.theme().font(Labels.TEXT),
          canvas.color(Role.MUTED));
    }
    for (int i = 0; i < rows.size(); i++) {
      row(canvas, i, unit);
    }
  }

  private void row(Canvas canvas, int index, TickUnit unit) {
    double y = top() + index * ROW;
    List<String> label = rowLabels.get(index);
    double baseline = y + ROW / 2 + 5 - (label.size() - 1) * Labels.LINE / 2;
    for (String line : label) {
      canvas.text(line, 0, baseline, Role.TEXT);
      baseline += Labels.LINE;
    }
    List<@Nullable Double> values = rows.get(index).values();
    for (int i = 0; i < values.size(); i++) {
      Rectangle2D cell = new Rectangle2D.Double(left + i * column + 1, y + 1, column - 2, ROW - 2);
      Double value = values.get(i);
      if (value == null) {
        missing(canvas, cell);
      } else {
        cell(canvas, cell, value, unit);
      }
    }
  }

  private void missing(Canvas canvas, Rectangle2D cell) {
    canvas.stroke(cell, Canvas.solid(1), canvas.color(Role.GRID));
    canvas.stroke(
        new Line2D.Double(
            cell.getMinX() + 4, cell.getMaxY() - 4, cell.getMaxX() - 4, cell.getMinY() + 4),
        Canvas.solid(1),
        canvas.color(Role.AXIS));
  }

  private void cell(Canvas canvas, Rectangle2D cell, double value, TickUnit unit) {
    double depth = most == 0 ? 0 : 0.05 + (DEEPEST - 0.05) * value / most;
    canvas.fill(cell, Canvas.faint(canvas.theme().series(0), depth));
    String text = style.format().significant(value / Math.pow(10, unit.power()), 3) + unit.suffix();
    canvas.text(
        labels.fit(text, Labels.small(), column - 4),
        cell.getCenterX(),
        cell.getCenterY() + 5,
        Canvas.Align.CENTER,
        canvas.theme().font(Labels.SMALL),
        canvas.color(Role.TEXT));
  }
}
