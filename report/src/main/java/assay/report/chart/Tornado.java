package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleInsets;

/**
 * How far an outcome moves from its base case when one input moves from low to high, the largest
 * effect on top. The side of the low input is filled, that of the high input hollow; both inputs
 * are written below the label.
 */
public final class Tornado extends VectorChart {
  private static final double ROW = 48;
  private static final double MAX_OF_LABEL = 210;
  private static final double THICKNESS = 18;

  /** Words of the key, in the reader's language. */
  public record Words(String low, String high, String base) {}

  /**
   * Effects on one outcome.
   *
   * @param base outcome of the base case, finite
   * @param effects in any order, at least one
   */
  public Tornado(
      Quantity outcome, double base, List<Sensitivity> effects, Words words, ChartStyle style) {
    Require.notEmpty("sensitivities", effects);
    Require.finite("the base case", base);
    List<Sensitivity> sorted =
        effects.stream()
            .sorted(
                Comparator.comparingDouble(Sensitivity::span)
                    .reversed()
                    .thenComparing(Sensitivity::label))
            .toList();
    Labels labels = new Labels();
    Key key = new Key(labels);
    key.patch(words.low(), 26, 12, theme -> theme.series(0), theme -> theme.series(0));
    key.patch(words.high(), 26, 12, Tornado::hollow, theme -> theme.series(0));
    key.patch(words.base(), 1, 14, t -> t.color(Role.TEXT), t -> t.color(Role.TEXT));
    List<TextAxis.Text> texts = texts(sorted, labels);
    double height = ROW * sorted.size();
    super(
        labels,
        height,
        theme -> {
          Layers layers = Layers.rows(texts, MAX_OF_LABEL + 10, height, theme);
          layers.plot.setRangeAxis(values(outcome, base, sorted, style));
          layers.plot.setInsets(new RectangleInsets(4, 0, 0, RIGHT));
          bars(layers, base, sorted);
          double[] from = {0, height};
          layers.line(from, new double[] {base, base}, Look.solid(2), theme.color(Role.TEXT));
          return chart(layers.plot, key, theme);
        });
  }

  private static List<TextAxis.Text> texts(List<Sensitivity> effects, Labels labels) {
    List<TextAxis.Text> texts = new ArrayList<>();
    Font large = Labels.plain();
    Font small = Labels.small();
    for (int i = 0; i < effects.size(); i++) {
      Sensitivity each = effects.get(i);
      double y = (i + 0.5) * ROW;
      String label = labels.fit(each.label(), large, MAX_OF_LABEL);
      String inputs = labels.fit(each.lowInput() + " … " + each.highInput(), small, MAX_OF_LABEL);
      texts.add(new TextAxis.Text(label, 0, y - 3, large, Role.TEXT));
      texts.add(new TextAxis.Text(inputs, 0, y + 14, small, Role.MUTED));
    }
    return texts;
  }

  private static Color hollow(Theme theme) {
    return Look.faint(theme.series(0), 0.15);
  }

  private static void bars(Layers layers, double base, List<Sensitivity> effects) {
    Color color = layers.theme.series(0);
    for (int i = 0; i < effects.size(); i++) {
      double y = (i + 0.5) * ROW;
      layers.bar(y, THICKNESS, base, effects.get(i).atHigh(), hollow(layers.theme), color);
      layers.bar(y, THICKNESS, base, effects.get(i).atLow(), color, color);
    }
  }

  private static ValueAxis values(
      Quantity outcome, double base, List<Sensitivity> effects, ChartStyle style) {
    double[] all =
        DoubleStream.concat(
                DoubleStream.of(base),
                effects.stream().flatMapToDouble(e -> DoubleStream.of(e.atLow(), e.atHigh())))
            .sorted()
            .toArray();
    double span = all[all.length - 1] - all[0];
    double margin = span > 0 ? 0.05 * span : Math.max(0.05 * Math.abs(base), 1e-9);
    return Axes.linear(outcome, all[0] - margin, all[all.length - 1] + margin, style.format());
  }
}
