package assay.report.chart;

import assay.report.document.Theme.Role;
import java.util.List;

/**
 * Ratios with their intervals on a logarithmic axis centred on 1. A ratio whose interval contains 1
 * or is missing shows no difference: its point is hollow and its row muted.
 */
public final class RatioForest extends VectorChart {
  /**
   * What the sides of 1 mean, in the reader's language.
   *
   * @param below such as {@code slower}
   * @param above such as {@code faster}
   */
  public record Sides(String below, String above) {}

  /**
   * Ratios.
   *
   * @param title of the axis, such as {@code Speed of B to that of A}
   * @param groups from top to bottom, at least one; ratios above 0
   */
  public RatioForest(String title, Sides sides, List<BarGroup> groups, ChartStyle style) {
    List<BarRow> all = Rows.all(groups);
    all.forEach(row -> Require.positive("the ratio of " + row.label(), row.estimate()));
    Labels labels = new Labels();
    Rows rows = new Rows(groups, labels, row -> style.format().ratio(row.estimate().value()));
    rows.sides(
        labels.fit("← " + sides.below(), Labels.plain(), WIDTH / 4.0),
        labels.fit(sides.above() + " →", Labels.plain(), WIDTH / 4.0));
    double min = all.stream().mapToDouble(row -> row.estimate().min()).min().orElseThrow();
    double max = all.stream().mapToDouble(row -> row.estimate().max()).max().orElseThrow();
    super(
        labels,
        rows.height(),
        theme ->
            chart(
                rows.plot(
                    Axes.ratios(title, min, max, style.format()),
                    theme,
                    (layers, group) -> points(layers, group, style)),
                new Key(labels),
                theme));
  }

  private static void points(Layers layers, List<Rows.Row> group, ChartStyle style) {
    layers.level(1, Look.solid(1.5), layers.color(Role.MUTED));
    for (Rows.Row row : group) {
      Estimate ratio = row.row().estimate();
      SeriesStyle series = style.series().style(row.row().series());
      boolean differs = ratio.differsFrom(1);
      layers.point(
          Estimate.withoutInterval(row.y()),
          ratio,
          series,
          differs,
          Layers.POINT,
          differs ? series.in(layers.theme) : layers.color(Role.MUTED));
    }
  }
}
