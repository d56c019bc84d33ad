package assay.report.chart;

import assay.report.document.Theme.Role;
import java.util.List;

/**
 * Ratios with their intervals on a logarithmic axis about 1. A ratio whose interval contains 1, or
 * that has none, shows no difference: its point is hollow and its row muted.
 */
public final class RatioForest extends VectorChart {
  private final ChartStyle style;
  private final RowLayout layout;
  private final Panel panel;
  private final Sides sides;

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
    this.style = style;
    groups.stream()
        .flatMap(group -> group.rows().stream())
        .forEach(row -> Require.positive("the ratio of " + row.label(), row.estimate()));
    layout = new RowLayout(groups, 24, labels, row -> style.format().ratio(row.estimate().value()));
    double least =
        layout.rows().stream().mapToDouble(r -> r.row().estimate().least()).min().orElseThrow();
    double most =
        layout.rows().stream().mapToDouble(r -> r.row().estimate().most()).max().orElseThrow();
    int width = layout.width();
    this.sides =
        new Sides(
            labels.fit("← " + sides.below(), Labels.plain(), width / 2.0 + layout.left() - 8),
            labels.fit(sides.above() + " →", Labels.plain(), width / 2.0 - 8));
    Scale x = LogScale.ratios(title, least, most, width, style.format());
    panel = new Panel(x, Scale.bare(0, 1), layout.left(), 24, width, layout.height(), 0, true);
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    panel.paint(canvas, List.of(RatioForest::one, this::points));
    layout.paint(canvas);
    double middle = panel.left() + panel.width() / 2.0;
    canvas.text(
        sides.below(),
        middle - 8,
        16,
        Canvas.Align.RIGHT,
        canvas.theme().font(Labels.TEXT),
        canvas.color(Role.MUTED));
    canvas.text(sides.above(), middle + 8, 16, Role.MUTED);
  }

  private static void one(Canvas canvas, Mapping at) {
    double x = at.x(1);
    canvas.line(x, at.top(), x, at.bottom(), Canvas.solid(1.5), canvas.color(Role.MUTED));
  }

  private void points(Canvas canvas, Mapping at) {
    for (RowLayout.Row row : layout.rows()) {
      Estimate ratio = row.row().estimate();
      SeriesStyle series = style.series().style(row.row().series());
      boolean differs = ratio.differsFrom(1);
      Marks.across(
          canvas,
          at,
          ratio,
          row.y(),
          differs ? series.in(canvas.theme()) : canvas.color(Role.MUTED));
      Marks.point(canvas, at.x(ratio.value()), row.y(), series, differs);
    }
  }
}
