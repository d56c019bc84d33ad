package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Performance against watts, both logarithmic, with intervals both ways. Along a thin slanted line
 * the performance per watt is the same; each is labelled with it.
 */
public final class PerformancePower extends VectorChart {
  private static final int MAX_LINES = 5;

  private record IsoLine(Line2D line, String label, double x, double baseline) {}

  private final Scatter scatter;
  private final Quantity efficiency;
  private final ChartStyle style;
  private final List<IsoLine> lines;

  /**
   * A chart of one workload, or of several whose work is counted in the same unit.
   *
   * @param power horizontal axis, unit {@code W}
   * @param performance vertical axis
   * @param efficiency performance per watt, such as {@code FLOP/s/W}: labels of the lines
   * @param systems points with names
   */
  public PerformancePower(
      Quantity power,
      Quantity performance,
      Quantity efficiency,
      List<TradeOff> systems,
      ChartStyle style) {
    this.efficiency = efficiency;
    this.style = style;
    scatter = new Scatter(power, performance, systems, false, style, labels, this::keepOff);
    lines = lines(scatter);
  }

  private void keepOff(Scatter plot, LabelPlacer placer) {
    for (IsoLine each : lines(plot)) {
      placer.avoid(each.line());
      placer.avoid(box(each));
    }
  }

  private static Rectangle2D box(IsoLine line) {
    double width = Labels.width(line.label(), Labels.small());
    return new Rectangle2D.Double(line.x(), line.baseline() - 12, width, 15);
  }

  /** Lines at round efficiencies that cross the plot. */
  private List<IsoLine> lines(Scatter plot) {
    Panel panel = plot.panel();
    LabelPlacer room = plot.offPoints();
    double least = panel.y().low() / panel.x().high();
    double most = panel.y().high() / panel.x().low();
    List<Double> values = new ArrayList<>();
    for (int[] steps : new int[][] {{1, 2, 5}, {1, 3}, {1}}) {
      values = LogScale.decades(least * 1.3, most / 1.3, steps, 1);
      if (values.size() <= MAX_LINES) {
        break;
      }
    }
    int every = (values.size() + MAX_LINES - 1) / MAX_LINES;
    List<IsoLine> lines = new ArrayList<>();
    for (int i = 0; i < values.size(); i += Math.max(1, every)) {
      line(panel, values.get(i), room).forEach(lines::add);
    }
    return lines;
  }

  private Stream<IsoLine> line(Panel panel, double efficiency, LabelPlacer room) {
    double from = Math.max(panel.x().low(), panel.y().low() / efficiency);
    double to = Math.min(panel.x().high(), panel.y().high() / efficiency);
    if (!(from < to)) {
      return Stream.empty();
    }
    Line2D line =
        new Line2D.Double(
            panel.xOf(from),
            panel.yOf(from * efficiency),
            panel.xOf(to),
            panel.yOf(to * efficiency));
    String label = LogScale.trimmed(efficiency, this.efficiency.unit(), style.format());
    return labelled(line, label, room);
  }

  /**
   * The label in the middle of the line, or towards its ends where points are in the way; a line
   * without room for its label is not drawn.
   */
  private static Stream<IsoLine> labelled(Line2D line, String label, LabelPlacer room) {
    double width = Labels.width(label, Labels.small());
    for (double off = 0; off < 0.5; off += 0.04) {
      for (double along : new double[] {0.5 + off, 0.5 - off}) {
        IsoLine place = labelled(line, label, width, along);
        if (room.take(box(place))) {
          return Stream.of(place);
        }
      }
    }
    return Stream.empty();
  }

  private static IsoLine labelled(Line2D line, String label, double width, double along) {
    double x = line.getX1() + along * (line.getX2() - line.getX1());
    double y = line.getY1() + along * (line.getY2() - line.getY1());
    return new IsoLine(line, label, x - width / 2, y + 5);
  }

  @Override
  public double height() {
    return scatter.height();
  }

  @Override
  void paint(Canvas canvas) {
    scatter.paint(
        canvas,
        (c, at) -> {
          for (IsoLine each : lines) {
            c.stroke(each.line(), Dash.DASHED.stroke(1), c.color(Role.AXIS));
          }
          for (IsoLine each : lines) {
            c.label(
                each.label(),
                each.x(),
                each.baseline(),
                c.theme().font(Labels.SMALL),
                c.color(Role.MUTED));
          }
        });
  }
}
