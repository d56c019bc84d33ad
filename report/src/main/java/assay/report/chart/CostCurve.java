package assay.report.chart;

import assay.report.chart.Lines.Point;
import assay.report.document.Theme.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cost against utilization or years, a line per system, with dashed lines where the cheaper system
 * changes. Both axes begin at zero unless the costs would then be told apart no more.
 */
public final class CostCurve extends VectorChart {
  private static final int PLOT = 260;

  /**
   * Where two curves meet.
   *
   * @param x place along the horizontal axis
   * @param label such as {@code B is cheaper from 37 %}
   */
  public record BreakEven(double x, String label) {
    public BreakEven {
      Require.finite("a break-even", x);
    }
  }

  private final List<Curve> curves;
  private final List<SeriesStyle> styles;
  private final Key key;
  private final EventLabels breakEvens;
  private final Panel panel;

  /**
   * Costs.
   *
   * @param x utilization or years
   * @param cost per unit of work or in total; costs at least 0
   * @param breakEvens in any order; those outside the axis are not drawn
   */
  public CostCurve(
      Quantity x, Quantity cost, List<Curve> curves, List<BreakEven> breakEvens, ChartStyle style) {
    Require.notEmpty("curves", curves);
    this.curves = List.copyOf(curves);
    styles = style.series().styles(curves.stream().map(Curve::series).toList());
    List<Key.Entry> entries = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      entries.add(new Key.Entry(styles.get(i), curves.get(i).label(), Key.Stroke.STYLED, false));
    }
    key = Key.of(entries, labels);
    double most = curves.stream().mapToDouble(Curve::most).max().orElseThrow();
    Scale y = LinearScale.fromZero(cost, most, Double.MAX_VALUE, style.format());
    double first = curves.stream().mapToDouble(c -> c.x()[0]).min().orElseThrow();
    double last = curves.stream().mapToDouble(c -> c.x()[c.x().length - 1]).max().orElseThrow();
    double end = last > first ? last : first + 1;
    int width = Panel.widthBeside(y);
    Scale across = LinearScale.ticked(x, Math.min(0, first), end, width, style.format());
    this.breakEvens = new EventLabels(events(breakEvens, across, Panel.leftOf(y), width), labels);
    panel = Panel.full(across, y, key.height(), this.breakEvens.height(), PLOT);
  }

  private static List<EventLabels.Event> events(
      List<BreakEven> breakEvens, Scale x, int left, int width) {
    return breakEvens.stream()
        .filter(each -> each.x() >= x.low() && each.x() <= x.high())
        .sorted(Comparator.comparingDouble(BreakEven::x).thenComparing(BreakEven::label))
        .map(each -> new EventLabels.Event(left + x.position(each.x()) * width, each.label()))
        .toList();
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    key.paint(canvas, 0);
    breakEvens.paint(canvas, panel);
    panel.paint(canvas, List.of(this::curves));
  }

  private void curves(Canvas canvas, Mapping at) {
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      List<Point> points = new ArrayList<>();
      for (int k = 0; k < curve.x().length; k++) {
        points.add(new Point(at.x(curve.x()[k]), at.y(curve.y()[k])));
      }
      Lines.draw(canvas, Lines.thinned(points, at.right() - at.left()), styles.get(i));
      if (points.size() == 1) {
        Marks.point(canvas, points.getFirst().x(), points.getFirst().y(), styles.get(i), true);
      }
    }
    canvas.line(
        at.left(), at.bottom(), at.right(), at.bottom(), Canvas.solid(1), canvas.color(Role.AXIS));
  }
}
