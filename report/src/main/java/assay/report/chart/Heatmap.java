package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of values, such as targets by precisions or by threads: the deeper a cell's tint, the
 * larger its value, which it also shows as text, or a legend does where cells are too narrow. A
 * cell without a value is struck through.
 */
public final class Heatmap extends VectorChart {
  private static final double TOP = 48;
  private static final double ROW = 34;
  private static final double MAX_OF_LABEL = 180;
  private static final double MAX_OF_COLUMN = 106;
  private static final double LEGEND = 34;
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
  private final TickUnit unit;
  private final boolean numbers;

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
    left = Math.ceil(Math.min(widest, MAX_OF_LABEL)) + 10;
    column = Math.min(110, (WIDTH - left) / columns.size());
    columns.forEach(label -> columnLabels.add(labels.fit(label, Labels.plain(), MAX_OF_COLUMN)));
    unit = TickUnit.of(most, quantity.unit(), style.format());
    numbers = rows.stream().flatMap(row -> row.values().stream()).allMatch(this::fits);
    rows.forEach(row -> rowLabels.add(labels.wrap(row.label(), Labels.plain(), left - 10, 2)));
  }

  private String number(double value) {
    return style.format().significant(value / Math.pow(10, unit.power()), 3) + unit.suffix();
  }

  private boolean fits(@Nullable Double value) {
    return value == null || Labels.width(number(value), Labels.small()) <= column - 4;
  }

  @Override
  public double height() {
    return TOP + rows.size() * ROW + (numbers ? 6 : LEGEND);
  }

  @Override
  void paint(Canvas canvas) {
    canvas.text(
        Labels.within(unit.title(quantity.name()), Labels.plain(), WIDTH / 2.0 - 10),
        0,
        15,
        Role.TEXT);
    right(canvas, columnsTitle, Math.max(WIDTH / 2.0, left + column * columnLabels.size()), 15);
    columns(canvas);
    for (int i = 0; i < rows.size(); i++) {
      row(canvas, i);
    }
    if (!numbers) {
      legend(canvas);
    }
  }

  private static void right(Canvas canvas, String text, double x, double y) {
    canvas.text(
        text, x, y, Canvas.Align.RIGHT, canvas.theme().font(Labels.TEXT), canvas.color(Role.TEXT));
  }

  /** Labels above the columns; those that would run into the one before are left out. */
  private void columns(Canvas canvas) {
    double end = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < columnLabels.size(); i++) {
      double center = left + (i + 0.5) * column;
      double half = Labels.width(columnLabels.get(i), Labels.plain()) / 2;
      if (center - half > end + 4 && center + half <= WIDTH) {
        end = center + half;
        canvas.text(
            columnLabels.get(i),
            center,
            40,
            Canvas.Align.CENTER,
            canvas.theme().font(Labels.TEXT),
            canvas.color(Role.MUTED));
      }
    }
  }

  /** What the tints mean, where cells are too narrow for numbers. */
  private void legend(Canvas canvas) {
    double y = TOP + rows.size() * ROW + 10;
    canvas.text("0", left, y + 13, Role.MUTED);
    for (int i = 0; i < 10; i++) {
      Rectangle2D box = new Rectangle2D.Double(left + 16 + 16 * i, y, 15, 16);
      canvas.fill(box, tint(canvas, (i + 0.5) / 10));
    }
    canvas.text(number(most), left + 184, y + 13, Role.MUTED);
  }

  private static Color tint(Canvas canvas, double share) {
    return Canvas.faint(canvas.theme().series(0), 0.05 + (DEEPEST - 0.05) * share);
  }

  private void row(Canvas canvas, int index) {
    double y = TOP + index * ROW;
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
        cell(canvas, cell, value);
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

  private void cell(Canvas canvas, Rectangle2D cell, double value) {
    canvas.fill(cell, tint(canvas, most == 0 ? 0 : value / most));
    if (numbers) {
      canvas.text(
          number(value),
          cell.getCenterX(),
          cell.getCenterY() + 5,
          Canvas.Align.CENTER,
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.TEXT));
    }
  }
}
