package assay.report.chart;

import java.awt.Color;
import java.util.List;

/**
 * Horizontal bars from zero, each with the whisker of its interval and its value, grouped by
 * workload. The chart grows with its rows; {@link BarGroup#portions} splits it into pages.
 */
public final class IntervalBars extends VectorChart {
  private static final double THICKNESS = 14;

  /**
   * Bars of one quantity.
   *
   * @param quantity what they show; the unit is that of the estimates
   * @param groups from top to bottom, at least one; values at least 0
   */
  public IntervalBars(Quantity quantity, List<BarGroup> groups, ChartStyle style) {
    List<BarRow> all = Rows.all(groups);
    all.forEach(row -> Require.notNegative(row.label(), row.estimate()));
    Labels labels = new Labels();
    Rows rows =
        new Rows(
            groups, labels, row -> style.format().value(row.estimate().value(), quantity.unit()));
    double max = all.stream().mapToDouble(row -> row.estimate().max()).max().orElseThrow();
    super(
        labels,
        rows.height(),
        theme ->
            chart(
                rows.plot(
                    Axes.fromZero(quantity, max, style.format()),
                    theme,
                    (layers, group) -> group.forEach(row -> bar(layers, row, style))),
                new Key(labels),
                theme));
  }

  private static void bar(Layers layers, Rows.Row row, ChartStyle style) {
    Estimate estimate = row.row().estimate();
    Color color = style.series().style(row.row().series()).in(layers.theme);
    if (estimate.interval() == null) {
      layers.bar(row.y(), THICKNESS, 0, estimate.value(), Look.faint(color, 0.2), color);
    } else {
      layers.bar(row.y(), THICKNESS, 0, estimate.value(), color, null);
      layers.whisker(row.y(), estimate);
    }
  }
}
