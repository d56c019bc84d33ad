package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Horizontal bars from zero with the whisker of each interval and the value beside it, grouped by
 * workload. The chart grows by its rows; {@link BarGroup#portions} cuts it to pages.
 */
public final class IntervalBars extends VectorChart {
  private static final double THICKNESS = 14;

  private final ChartStyle style;
  private final RowLayout layout;
  private final Panel panel;

  /**
   * Bars of one quantity.
   *
   * @param quantity what they show; the unit is that of the estimates
   * @param groups from top to bottom, at least one; values at least 0
   */
  public IntervalBars(Quantity quantity, List<BarGroup> groups, ChartStyle style) {
    this.style = style;
    groups.stream()
        .flatMap(group -> group.rows().stream())
        .forEach(row -> Require.notNegative(row.label(), row.estimate()));
    layout =
        new RowLayout(
            groups,
            0,
            labels,
            row -> style.format().value(row.estimate().value(), quantity.unit()));
    double most =
        layout.rows().stream().mapToDouble(row -> row.row().estimate().most()).max().orElseThrow();
    Scale x = LinearScale.fromZero(quantity, most, layout.width(), style.format());
    panel =
        new Panel(
            x,
            Scale.bare(0, 1),
            layout.left(),
            layout.top(),
            layout.width(),
            layout.height(),
            0,
            true);
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    panel.paint(canvas, List.of((c, at) -> layout.rows().forEach(row -> bar(c, at, row))));
    layout.paint(canvas);
  }

  private void bar(Canvas canvas, Mapping at, RowLayout.Row row) {
    Estimate estimate = row.row().estimate();
    Color color = style.series().style(row.row().series()).in(canvas.theme());
    double zero = at.x(0);
    Rectangle2D bar =
        new Rectangle2D.Double(
            zero, row.y() - THICKNESS / 2, at.x(estimate.value()) - zero, THICKNESS);
    if (estimate.interval() == null) {
      canvas.fill(bar, Canvas.faint(color, 0.2));
      canvas.stroke(bar, Canvas.solid(1.5), color);
    } else {
      canvas.fill(bar, color);
    }
    Marks.across(canvas, at, estimate.interval(), row.y(), canvas.color(Role.TEXT));
  }
}
