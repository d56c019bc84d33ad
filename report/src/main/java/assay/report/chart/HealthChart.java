package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;

/**
 * Telemetry during a run in stacked panels with a common time axis: fork windows are shaded,
 * throttling is a bar along the top of each panel.
 */
public final class HealthChart extends VectorChart {
  private static final double PLOT = 84;
  private static final int GAP = 10 + Layers.TITLE;
  private static final double THROTTLED = 6;

  /**
   * Samples of one sensor.
   *
   * @param series id that gives the colour
   * @param label in the key
   * @param seconds since the run began, ascending
   * @param values as many; NaN where the sensor had no answer, and the line breaks
   */
  public record Trace(String series, String label, double[] seconds, double[] values) {
    public Trace {
      if (seconds.length == 0 || seconds.length != values.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "trace '%s' has %d moments and %d values",
                label,
                seconds.length,
                values.length));
      }
      seconds = seconds.clone();
      for (double second : seconds) {
        Require.finite("a moment of trace '" + label + "'", second);
      }
      values = values.clone();
    }

    private SeriesLabel name() {
      return new SeriesLabel(series, label);
    }

    private double last() {
      return seconds[seconds.length - 1];
    }
  }

  /** A panel: what it shows and the traces in it, at least one. */
  public record Plot(Quantity quantity, List<Trace> traces) {
    public Plot {
      Require.notEmpty("traces", traces);
      traces = List.copyOf(traces);
      double[] values = values(traces);
      if (values.length == 0) {
        throw new IllegalArgumentException(
            "the panel '" + quantity.name() + "' has no value: write why instead");
      }
      Require.finite("a sample of " + quantity.name(), values[values.length - 1] - values[0]);
    }

    private static double[] values(List<Trace> traces) {
      return traces.stream()
          .flatMapToDouble(trace -> Arrays.stream(trace.values()))
          .filter(value -> !Double.isNaN(value))
          .sorted()
          .toArray();
    }

    private ValueAxis axis(ChartStyle style) {
      double[] values = values(traces);
      return Axes.panel(quantity, values[0], values[values.length - 1], style.format());
    }
  }

  /** A time span in seconds since the run began. */
  public record Span(double from, double to) {
    public Span {
      if (!(Require.finite("a span's beginning", from) <= Require.finite("a span's end", to))) {
        throw new IllegalArgumentException("a span from " + from + " to " + to);
      }
    }
  }

  /**
   * Words of the key, in the reader's language.
   *
   * @param fork what the shaded stretches are
   * @param throttled what the bars along the top are
   */
  public record Words(String fork, String throttled) {}

  /**
   * A run's telemetry.
   *
   * @param time name of the axis of time; its unit is {@code s}
   * @param plots from top to bottom, at least one
   * @param forks windows of the forks
   * @param throttled when the device throttled
   */
  public HealthChart(
      String time,
      List<Plot> plots,
      List<Span> forks,
      List<Span> throttled,
      Words words,
      ChartStyle style) {
    Require.notEmpty("panels", plots);
    Map<SeriesLabel, SeriesStyle> looks = looks(plots, style);
    Labels labels = new Labels();
    Key key = new Key(labels);
    looks.forEach((name, look) -> key.series(look, name.label(), Look.solid(2), looks.size() > 1));
    if (!forks.isEmpty()) {
      key.patch(words.fork(), 26, 14, HealthChart::shade, _ -> Look.faint(Color.WHITE, 0));
    }
    if (!throttled.isEmpty()) {
      key.patch(words.throttled(), 26, 5, t -> t.color(Role.BAD), t -> t.color(Role.BAD));
    }
    double last =
        Stream.concat(
                plots.stream().flatMap(plot -> plot.traces().stream()).map(Trace::last),
                forks.stream().map(Span::to))
            .mapToDouble(Double::doubleValue)
            .max()
            .orElseThrow();
    double end = last > 0 ? last : 1;
    super(
        labels,
        PLOT * plots.size() + GAP * (plots.size() - 1),
        theme -> {
          Panels all = new Panels(Axes.linear(new Quantity(time, "s"), 0, end, style.format()));
          all.setGap(GAP);
          all.setInsets(new RectangleInsets(Layers.TITLE, 0, 0, RIGHT));
          for (Plot plot : plots) {
            Layers layers = Layers.upright(null, plot.axis(style), theme);
            all.add(layers.plot);
            forks.forEach(span -> shade(layers, span));
            traces(layers, plot.traces(), looks);
            throttled.forEach(span -> throttled(layers, span));
          }
          return chart(all, key, theme);
        });
  }

  /**
   * Plots begin at whole pixels; the axis below must too, or its ticks are out of line with the
   * data.
   */
  private static final class Panels extends CombinedDomainXYPlot {
    private static final long serialVersionUID = 1;

    Panels(ValueAxis time) {
      super(time);
    }

    @Override
    protected AxisSpace calculateAxisSpace(Graphics2D g, Rectangle2D area) {
      AxisSpace space = super.calculateAxisSpace(g, area);
      space.setLeft(Math.ceil(space.getLeft()));
      return space;
    }
  }

  private static Map<SeriesLabel, SeriesStyle> looks(List<Plot> plots, ChartStyle style) {
    List<SeriesLabel> names =
        plots.stream().flatMap(plot -> plot.traces().stream()).map(Trace::name).distinct().toList();
    List<SeriesStyle> styles =
        style.series().styles(names.stream().map(SeriesLabel::series).toList());
    Map<SeriesLabel, SeriesStyle> looks = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      looks.put(names.get(i), styles.get(i));
    }
    return looks;
  }

  private static Color shade(Theme theme) {
    return Look.faint(theme.color(Role.AXIS), 0.18);
  }

  private static void shade(Layers layers, Span span) {
    IntervalMarker marker = new IntervalMarker(span.from(), span.to(), shade(layers.theme));
    marker.setOutlinePaint(null);
    marker.setAlpha(1);
    layers.plot.addDomainMarker(marker, Layer.BACKGROUND);
  }

  private static void traces(
      Layers layers, List<Trace> traces, Map<SeriesLabel, SeriesStyle> looks) {
    double bottom = layers.plot.getRangeAxis().getLowerBound();
    layers.level(bottom, Look.solid(2), layers.color(Role.AXIS));
    for (int i = 0; i < traces.size(); i++) {
      Samples samples = new Samples(traces.get(i).seconds(), traces.get(i).values());
      SeriesStyle look = Objects.requireNonNull(looks.get(traces.get(i).name()));
      layers.line(samples, Look.solid(1.6), look.in(layers.theme));
      layers.points(samples.alone(), look, 5);
      if (traces.size() > 1) {
        layers.marks(samples, look, i);
      }
    }
  }

  private static void throttled(Layers layers, Span span) {
    Range up = layers.plot.getRangeAxis().getRange();
    // Even a moment of throttling must be visible.
    double to = Math.max(span.to(), span.from() + layers.pixels(2));
    double low = up.getUpperBound() - THROTTLED / PLOT * up.getLength();
    Color color = layers.color(Role.BAD);
    layers.plot.addAnnotation(
        new XYBoxAnnotation(span.from(), low, to, up.getUpperBound(), null, null, color));
  }
}
