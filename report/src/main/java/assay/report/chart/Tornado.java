package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far an outcome moves from its base case when one input moves from low to high, the largest
 * effect on top. The low input's side is full, the high input's hollow; both inputs are written
 * beneath the label.
 */
public final class Tornado extends VectorChart {
  private static final int ROW = 48;
  private static final double MAX_OF_LABEL = 210;
  private static final double THICKNESS = 18;

  /** Words of the key, in the reader's language. */
  public record Words(String low, String high, String base) {}

  private record Line(Sensitivity effect, String label, String inputs, double y) {}

  private final List<Line> lines = new ArrayList<>();
  private final double base;
  private final Panel panel;
  private final Words words;

  /**
   * Effects on one outcome.
   *
   * @param base outcome of the base case, finite
   * @param effects in any order, at least one
   */
  public Tornado(
      Quantity outcome, double base, List<Sensitivity> effects, Words words, ChartStyle style) {
    Require.notEmpty("sensitivities", effects);
    this.base = Require.finite("the base case", base);
    this.words =
        new Words(
            labels.fit(words.low(), Labels.plain(), WIDTH / 3.0 - 34),
            labels.fit(words.high(), Labels.plain(), WIDTH / 3.0 - 34),
            labels.fit(words.base(), Labels.plain(), WIDTH / 3.0 - 34));
    int left = (int) MAX_OF_LABEL + 10;
    double least = base;
    double most = base;
    int y = 24;
    for (Sensitivity effect : sorted(effects)) {
      least = Math.min(least, Math.min(effect.atLow(), effect.atHigh()));
      most = Math.max(most, Math.max(effect.atLow(), effect.atHigh()));
      String inputs = effect.lowInput() + " … " + effect.highInput();
      lines.add(
          new Line(
              effect,
              labels.fit(effect.label(), Labels.plain(), MAX_OF_LABEL),
              labels.fit(inputs, Labels.small(), MAX_OF_LABEL),
              y + ROW / 2.0));
      y += ROW;
    }
    int width = WIDTH - left - 18;
    double margin = most > least ? 0.05 * (most - least) : Math.max(0.05 * Math.abs(base), 1e-9);
    Scale x = LinearScale.ticked(outcome, least - margin, most + margin, width, style.format());
    panel = new Panel(x, Scale.bare(0, 1), left, 24, width, y - 24, 0, true);
  }

  private static List<Sensitivity> sorted(List<Sensitivity> effects) {
    return effects.stream()
        .sorted(
            Comparator.comparingDouble(Sensitivity::span)
                .reversed()
                .thenComparing(Sensitivity::label))
        .toList();
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    key(canvas);
    panel.paint(canvas, List.of(this::bars));
    for (Line line : lines) {
      canvas.text(line.label(), 0, line.y() - 3, Role.TEXT);
      canvas.text(
          line.inputs(),
          0,
          line.y() + 14,
          Canvas.Align.LEFT,
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.MUTED));
    }
  }

  private void key(Canvas canvas) {
    Color color = canvas.theme().series(0);
    double x = 0;
    bar(canvas, new Rectangle2D.Double(x, 4, 26, 12), color, true);
    canvas.text(words.low(), x + 34, 15, Role.TEXT);
    x += 34 + Labels.width(words.low(), Labels.plain()) + 18;
    bar(canvas, new Rectangle2D.Double(x, 4, 26, 12), color, false);
    canvas.text(words.high(), x + 34, 15, Role.TEXT);
    x += 34 + Labels.width(words.high(), Labels.plain()) + 18;
    canvas.line(x + 6, 3, x + 6, 17, Canvas.solid(2), canvas.color(Role.TEXT));
    canvas.text(words.base(), x + 14, 15, Role.TEXT);
  }

  private void bars(Canvas canvas, Mapping at) {
    Color color = canvas.theme().series(0);
    for (Line line : lines) {
      bar(canvas, box(at, line.effect().atHigh(), line.y()), color, false);
      bar(canvas, box(at, line.effect().atLow(), line.y()), color, true);
    }
    double x = at.x(base);
    canvas.line(x, at.top(), x, at.bottom(), Canvas.solid(2), canvas.color(Role.TEXT));
  }

  private Rectangle2D box(Mapping at, double outcome, double y) {
    double from = at.x(Math.min(base, outcome));
    double to = at.x(Math.max(base, outcome));
    return new Rectangle2D.Double(from, y - THICKNESS / 2, to - from, THICKNESS);
  }

  private static void bar(Canvas canvas, Rectangle2D box, Color color, boolean full) {
    canvas.fill(box, full ? color : Canvas.faint(color, 0.15));
    canvas.stroke(box, Canvas.solid(1.4), color);
  }
}
