package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The spread of several groups beside each other, such as the forks of systems: a dot per value,
 * the middle half as a box, the median as a bar. Each group has the colour of its series. The axis
 * does not begin at zero.
 */
public final class GroupStrips extends VectorChart {
  private static final int PLOT = 220;
  private static final double WIDEST = 44;
  private static final double RADIUS = 2.6;

  /**
   * A group.
   *
   * @param series id that gives the colour
   * @param label beneath it
   * @param values finite, in the quantity's unit, at least one, in the order they were measured
   */
  public record Group(String series, String label, List<Double> values) {
    public Group {
      Require.notEmpty("values", values);
      values.forEach(value -> Require.finite("a value of " + label, value));
      values = List.copyOf(values);
    }
  }

  private final ChartStyle style;
  private final List<Group> groups;
  private final Panel panel;

  /**
   * Groups of one quantity.
   *
   * @param groupAxis name of the axis of groups, in the reader's language
   * @param groups from left to right, at least one
   */
  public GroupStrips(Quantity quantity, String groupAxis, List<Group> groups, ChartStyle style) {
    Require.notEmpty("groups", groups);
    this.style = style;
    this.groups = List.copyOf(groups);
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (Group group : groups) {
      for (double value : group.values()) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    Scale y = LinearScale.around(quantity, least, most, Double.MAX_VALUE, style.format());
    panel = Panel.full(names(groupAxis, Panel.widthBeside(y)), y, 0, PLOT);
  }

  private Scale names(String title, double pixels) {
    List<Tick> ticks = new ArrayList<>();
    double room = pixels / groups.size() - 10;
    for (int i = 0; i < groups.size(); i++) {
      ticks.add(new Tick(i + 1, labels.fit(groups.get(i).label(), Labels.plain(), room)));
    }
    return new Scale(false, 0.4, groups.size() + 0.6, ticks, title).spaced(pixels);
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    panel.paint(canvas, List.of(this::strips));
  }

  private void strips(Canvas canvas, Mapping at) {
    double width = Math.min(WIDEST, 0.6 * (at.x(2) - at.x(1)));
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      Color color = style.series().style(group.series()).in(canvas.theme());
      strip(canvas, at, group.values(), at.x(i + 1.0), width, color);
    }
  }

  private static void strip(
      Canvas canvas, Mapping at, List<Double> values, double x, double width, Color color) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double upper = at.y(ForkStrip.quantile(sorted, 0.75));
    double lower = at.y(ForkStrip.quantile(sorted, 0.25));
    Rectangle2D box =
        new Rectangle2D.Double(x - width / 2, upper, width, Math.max(0.5, lower - upper));
    canvas.fill(box, Canvas.faint(color, 0.14));
    canvas.stroke(box, Canvas.solid(1), Canvas.faint(color, 0.6));
    for (int i = 0; i < values.size(); i++) {
      double place = values.size() == 1 ? 0 : (double) i / (values.size() - 1) - 0.5;
      double dot = x + place * (width - 2 * RADIUS - 2);
      canvas.fill(
          new Ellipse2D.Double(dot - RADIUS, at.y(values.get(i)) - RADIUS, 2 * RADIUS, 2 * RADIUS),
          Canvas.faint(color, 0.75));
    }
    double middle = at.y(ForkStrip.quantile(sorted, 0.5));
    canvas.line(
        x - width / 2 - 2,
        middle,
        x + width / 2 + 2,
        middle,
        Canvas.solid(2),
        canvas.color(Role.TEXT));
  }
}
