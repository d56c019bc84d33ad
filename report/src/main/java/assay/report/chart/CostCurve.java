package assay.report.chart;

import assay.report.document.Theme.Role;
import java.util.Comparator;
import java.util.List;
import org.jfree.data.Range;

/**
 * Cost against utilization or years, one line per system, with dashed lines where a different
 * system becomes the cheapest. Both axes begin at zero.
 */
public final class CostCurve extends VectorChart {
  private static final double PLOT = 260;

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
    List<SeriesStyle> styles = style.series().styles(curves.stream().map(Curve::series).toList());
    Labels labels = new Labels();
    Key key = new Key(labels);
    for (int i = 0; i < curves.size(); i++) {
      SeriesStyle each = styles.get(i);
      key.series(each, curves.get(i).label(), each.dash().stroke(2), false);
    }
    double max = curves.stream().mapToDouble(Curve::max).max().orElseThrow();
    double first = curves.stream().mapToDouble(c -> c.x()[0]).min().orElseThrow();
    double last = curves.stream().mapToDouble(Curve::last).max().orElseThrow();
    Range range = new Range(Math.min(0, first), last > first ? last : first + 1);
    super(
        labels,
        key,
        PLOT,
        () -> Axes.linear(x, range.getLowerBound(), range.getUpperBound(), style.format()),
        () -> Axes.fromZero(cost, max, style.format()),
        at -> {
          Events events = new Events(labels);
          breakEvens.stream()
              .filter(each -> range.contains(each.x()))
              .sorted(Comparator.comparingDouble(BreakEven::x).thenComparing(BreakEven::label))
              .forEach(each -> events.add(at.x(each.x()), each.label(), Role.MUTED));
          return new Overlay(events::addTo, List.of());
        },
        layers -> {
          for (int i = 0; i < curves.size(); i++) {
            Samples samples = curves.get(i).samples();
            SeriesStyle each = styles.get(i);
            layers.line(samples, each.dash().stroke(2), each.in(layers.theme));
            layers.points(samples.alone(), each, Layers.POINT);
          }
        });
  }
}
