package assay.report.chart;

import assay.report.chart.TextAxis.Text;
import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/** Labelled rows under headings, with a column of values on the right and a common axis below. */
final class Rows {
  private static final double MAX_OF_LABEL = 190;
  private static final int ROW = 26;
  private static final int GAP = 10;
  private static final int AT_HEADING = 6;

  /** A row about a place of its group's plot. */
  record Row(BarRow row, double y) {}

  private record Part(List<Text> left, List<Text> right, List<Row> rows, double height) {}

  private final List<Part> parts = new ArrayList<>();
  private final Labels labels;
  private final Function<BarRow, String> value;
  private double left;
  private double right;
  private double heading;
  private double top;

  /** Rows of groups with a value to each. */
  Rows(List<BarGroup> groups, Labels labels, Function<BarRow, String> value) {
    Require.notEmpty("rows", groups);
    this.labels = labels;
    this.value = value;
    for (BarRow row : all(groups)) {
      left = Math.max(left, Labels.width(Labels.head(row.label()), Labels.plain()));
      right = Math.max(right, Labels.width(value.apply(row), Labels.small()));
    }
    left = Math.ceil(Math.min(left, MAX_OF_LABEL)) + GAP;
    right = Math.ceil(right) + GAP;
    groups.forEach(group -> parts.add(part(group)));
  }

  static List<BarRow> all(List<BarGroup> groups) {
    return groups.stream().flatMap(group -> group.rows().stream()).toList();
  }

  private Part part(BarGroup group) {
    Part part = new Part(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0);
    if (!group.heading().isEmpty()) {
      List<String> lines = labels.wrap(group.heading(), Labels.bold(), VectorChart.WIDTH, 2);
      for (int i = 0; i < lines.size(); i++) {
        double y = (1 + i - lines.size()) * Labels.LINE - AT_HEADING;
        part.left.add(new Text(lines.get(i), 0, y, Labels.bold(), Role.TEXT));
      }
      double room = lines.size() * Labels.LINE + AT_HEADING;
      heading = Math.max(heading, room);
      top = parts.isEmpty() ? room : top;
    }
    double height = 0;
    for (BarRow row : group.rows()) {
      List<String> lines = labels.wrap(row.label(), Labels.plain(), left - GAP, 2);
      double middle = height + (ROW + (lines.size() - 1) * Labels.LINE) / 2;
      for (int i = 0; i < lines.size(); i++) {
        double y = middle + 5 + (i - (lines.size() - 1) / 2.0) * Labels.LINE;
        part.left.add(new Text(lines.get(i), 0, y, Labels.plain(), Role.TEXT));
      }
      String text = value.apply(row);
      double x = VectorChart.WIDTH - Labels.width(text, Labels.small());
      part.right.add(new Text(text, x, middle + 5, Labels.small(), Role.TEXT));
      part.rows.add(new Row(row, middle));
      height = 2 * middle - height;
    }
    return new Part(part.left, part.right, part.rows, height);
  }

  /** Writes above the rows what each side of the axis means. */
  void sides(String below, String above) {
    double middle = (left + VectorChart.WIDTH - right) / 2;
    double x = middle - 8 - Labels.width(below, Labels.plain());
    List<Text> texts = parts.getFirst().left;
    texts.add(new Text(below, x, -top - 8, Labels.plain(), Role.MUTED));
    texts.add(new Text(above, middle + 8, -top - 8, Labels.plain(), Role.MUTED));
    top += 24;
  }

  private double gap() {
    return heading == 0 ? 0 : heading + AT_HEADING;
  }

  /** Height of all groups' plots and the gaps between them, pixels. */
  double height() {
    return parts.stream().mapToDouble(Part::height).sum() + gap() * (parts.size() - 1);
  }

  /** The stacked plots of all groups; the painter draws the rows of one. */
  XYPlot plot(ValueAxis values, Theme theme, BiConsumer<Layers, List<Row>> painter) {
    CombinedRangeXYPlot all = new CombinedRangeXYPlot(values);
    all.setOrientation(PlotOrientation.HORIZONTAL);
    all.setInsets(new RectangleInsets(top, 0, 0, 0));
    all.setGap(gap());
    for (Part part : parts) {
      Layers layers = Layers.rows(part.left, left, part.height, theme);
      layers.plot.setDomainAxis(1, new TextAxis(part.right, right, theme));
      painter.accept(layers, part.rows);
      all.add(layers.plot, (int) part.height);
    }
    return all;
  }
}
