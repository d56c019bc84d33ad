package assay.report.chart;

import assay.report.document.Theme.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Places of labelled rows under headings, with a column of values at the right. */
final class RowLayout {
  private static final double MAX_OF_LABEL = 190;
  private static final int ROW = 26;
  private static final int GAP = 10;
  private static final int GROUP_GAP = 8;

  /** A row: the middle of its bar is at {@code y}. */
  record Row(BarRow row, List<String> label, String value, double y) {}

  private record Heading(List<String> lines, double y) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<Heading> headings = new ArrayList<>();
  private final int left;
  private final int right;
  private final int top;
  private int bottom;

  RowLayout(List<BarGroup> groups, int top, Labels labels, Function<BarRow, String> value) {
    Require.notEmpty("rows", groups);
    this.top = top;
    this.bottom = top;
    double label = 0;
    double values = 0;
    for (BarGroup group : groups) {
      for (BarRow row : group.rows()) {
        label = Math.max(label, Labels.width(bounded(row.label()), Labels.plain()));
        values = Math.max(values, Labels.width(value.apply(row), Labels.small()));
      }
    }
    left = (int) Math.ceil(Math.min(label, MAX_OF_LABEL)) + GAP;
    right = VectorChart.WIDTH - (int) Math.ceil(values) - GAP;
    for (BarGroup group : groups) {
      place(group, labels, value);
    }
  }

  private static String bounded(String text) {
    return text.length() > 200 ? text.substring(0, 200) : text;
  }

  private void place(BarGroup group, Labels labels, Function<BarRow, String> value) {
    if (!group.heading().isEmpty()) {
      bottom += headings.isEmpty() && rows.isEmpty() ? 0 : GROUP_GAP;
      List<String> lines = labels.wrap(group.heading(), Labels.bold(), VectorChart.WIDTH, 2);
      headings.add(new Heading(lines, bottom + Labels.LINE));
      bottom += (int) (lines.size() * Labels.LINE) + 6;
    }
    for (BarRow row : group.rows()) {
      List<String> label = labels.wrap(row.label(), Labels.plain(), left - GAP, 2);
      int height = ROW + (int) ((label.size() - 1) * Labels.LINE);
      rows.add(new Row(row, label, value.apply(row), bottom + height / 2.0));
      bottom += height;
    }
  }

  List<Row> rows() {
    return rows;
  }

  /** Where bars may begin, pixels from the left. */
  int left() {
    return left;
  }

  /** How long bars may be, pixels. */
  int width() {
    return right - left;
  }

  /** Where the first row or heading begins. */
  int top() {
    return top;
  }

  /** Height of all rows and headings. */
  int height() {
    return bottom - top + 4;
  }

  /** Headings, labels and values. */
  void paint(Canvas canvas) {
    for (Heading heading : headings) {
      double y = heading.y();
      for (String line : heading.lines()) {
        canvas.label(line, 0, y, canvas.theme().bold(Labels.TEXT), canvas.color(Role.TEXT));
        y += Labels.LINE;
      }
    }
    for (Row row : rows) {
      double y = row.y() + 5 - (row.label().size() - 1) * Labels.LINE / 2;
      for (String line : row.label()) {
        canvas.text(line, 0, y, Role.TEXT);
        y += Labels.LINE;
      }
      canvas.text(
          row.value(),
          VectorChart.WIDTH,
          row.y() + 5,
          Canvas.Align.RIGHT,
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.TEXT));
    }
  }
}
