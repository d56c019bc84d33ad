package assay.report.chart;

import assay.core.stats.Quantiles;
import assay.report.document.Theme.Role;
import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The raw spread of forks or systems side by side: each is a strip with a dot per value, its middle
 * half as a box and its median as a bar, with the overall median and its interval across. Strips
 * that do not count are grey and hollow. With more than {@value #MAX_DOTS} values, a line from
 * minimum to maximum replaces the dots of a strip. The axis does not start at zero.
 */
public final class SpreadStrips extends VectorChart {
  private static final double PLOT = 220;
  private static final int MAX_DOTS = 60;
  private static final double WIDEST = 40;
  private static final double MIN_OF_LABEL = 40;

  /**
   * A strip.
   *
   * @param series id that gives the colour
   * @param label beneath it
   * @param values finite, in the quantity's unit, at least one, in the order they were measured
   * @param counts whether it is among those the median was taken of
   */
  public record Strip(String series, String label, List<Double> values, boolean counts) {
    public Strip {
      Require.notEmpty("values", values);
      values.forEach(value -> Require.finite("a value of " + label, value));
      values = List.copyOf(values);
    }

    private double[] array() {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /**
   * Strips of one quantity.
   *
   * @param title of the axis of strips, in the reader's language
   * @param strips from left to right, at least one
   * @param median of all, in the colour of the first strip; null where there is none
   */
  public SpreadStrips(
      Quantity quantity,
      String title,
      List<Strip> strips,
      @Nullable Estimate median,
      ChartStyle style) {
    Require.notEmpty("strips", strips);
    Labels labels = new Labels();
    double room = 0.9 * WIDTH / strips.size();
    List<String> names =
        strips.stream()
            .map(s -> labels.fit(s.label(), Labels.plain(), Math.max(MIN_OF_LABEL, room - 10)))
            .toList();
    double[] all =
        DoubleStream.concat(
                Stream.ofNullable(median).flatMapToDouble(m -> DoubleStream.of(m.min(), m.max())),
                strips.stream().flatMapToDouble(strip -> DoubleStream.of(strip.array())))
            .sorted()
            .toArray();
    super(
        labels,
        new Key(labels),
        PLOT,
        () -> Axes.names(title, names, room),
        () -> Axes.around(quantity, all[0], all[all.length - 1], style.format()),
        _ -> Overlay.NONE,
        layers -> strips(layers, strips, median, style));
  }

  private static void strips(
      Layers layers, List<Strip> strips, @Nullable Estimate median, ChartStyle style) {
    int n = strips.size();
    if (median != null) {
      Color color = style.series().style(strips.getFirst().series()).in(layers.theme);
      layers.bar(n / 2.0, n + 2, median.min(), median.max(), Look.faint(color, 0.22), null);
      layers.level(median.value(), Dash.DASHED.stroke(1.6), color);
    }
    // All strips look alike, even if only one has too many values for dots.
    boolean crowded = strips.stream().anyMatch(strip -> strip.values().size() > MAX_DOTS);
    for (int i = 0; i < n; i++) {
      Strip strip = strips.get(i);
      Color color =
          strip.counts()
              ? style.series().style(strip.series()).in(layers.theme)
              : layers.color(Role.AXIS);
      strip(layers, strip, i, crowded, color);
    }
  }

  private static void strip(Layers layers, Strip strip, int at, boolean crowded, Color color) {
    double[] values = strip.array();
    double width = Math.min(layers.pixels(WIDEST), 0.7);
    layers.bar(
        at,
        width,
        Quantiles.quantile(values, 0.25),
        Quantiles.quantile(values, 0.75),
        Look.faint(color, 0.14),
        Look.faint(color, 0.6));
    if (crowded) {
      double[] ends = {Quantiles.quantile(values, 0), Quantiles.quantile(values, 1)};
      layers.line(new double[] {at, at}, ends, Look.solid(1.2), color);
    } else {
      dots(layers, strip, at, width, color);
    }
    double half = width / 2 + layers.pixels(2);
    double middle = Quantiles.median(values);
    layers.line(
        new double[] {at - half, at + half},
        new double[] {middle, middle},
        Look.solid(2.6),
        strip.counts() ? layers.color(Role.TEXT) : color);
  }

  /** Dots from left to right in the order of the values: a drift shows as a slope. */
  private static void dots(Layers layers, Strip strip, int at, double width, Color color) {
    int last = strip.values().size() - 1;
    double radius = Math.clamp(width / layers.pixels(9), 1.2, 2.6);
    double spread = width - layers.pixels(2 * radius + 2);
    double[] x =
        IntStream.rangeClosed(0, last)
            .mapToDouble(i -> at + (last == 0 ? 0 : (double) i / last - 0.5) * spread)
            .toArray();
    Color dot = strip.counts() ? Look.faint(color, 0.75) : color;
    layers.dots(x, strip.array(), radius, dot, strip.counts());
  }
}
