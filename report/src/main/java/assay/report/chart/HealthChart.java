package assay.report.chart;

import assay.report.chart.Lines.Point;
import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Telemetry over a run in panels above each other under one axis of time: fork windows shaded,
 * throttling as bars along the top of each panel.
 */
public final class HealthChart extends VectorChart {
  private static final int PLOT = 84;

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
            "trace '%s' has %d moments and %d values"
                .formatted(label, seconds.length, values.length));
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
  }

  /** A panel: what it shows and the traces in it, at least one. */
  public record Plot(Quantity quantity, List<Trace> traces) {
    public Plot {
      Require.notEmpty("traces", traces);
      traces = List.copyOf(traces);
    }
  }

  /** A stretch of the run, seconds since its beginning. */
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

  private record Row(Plot plot, Panel panel, List<SeriesStyle> styles) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<Span> forks;
  private final List<Span> throttled;
  private final Words words;
  private final Key key;

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
    this.forks = List.copyOf(forks);
    this.throttled = List.copyOf(throttled);
    this.words =
        new Words(
            labels.fit(words.fork(), Labels.plain(), WIDTH / 2.0 - 40),
            labels.fit(words.throttled(), Labels.plain(), WIDTH / 2.0 - 40));
    List<Scale> ys = plots.stream().map(plot -> vertical(plot, style)).toList();
    int left = ys.stream().mapToInt(Panel::leftOf).max().orElseThrow();
    int width = WIDTH - left - 18;
    Scale x = LinearScale.ticked(new Quantity(time, "s"), 0, last(plots), width, style.format());
    Map<SeriesLabel, SeriesStyle> looks = looks(plots, style);
    key =
        Key.of(
            looks.entrySet().stream()
                .map(look ->
                    new Key.Entry(
                        look.getValue(), look.getKey().label(), Key.Stroke.SOLID, looks.size() > 1))
                .toList(),
            labels);
    int top = key.height() + (forks.isEmpty() && throttled.isEmpty() ? 0 : 24);
    for (int i = 0; i < plots.size(); i++) {
      boolean bottom = i == plots.size() - 1;
      Panel panel = new Panel(x, ys.get(i), left, top + Panel.TITLE, width, PLOT, 0, bottom);
      List<SeriesStyle> styles =
          plots.get(i).traces().stream().map(trace -> looks.get(trace.name())).toList();
      rows.add(new Row(plots.get(i), panel, styles));
      top = panel.end();
    }
  }

  /** A style for each name in the order of the traces. */
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

  private double last(List<Plot> plots) {
    double last = 0;
    for (Plot plot : plots) {
      for (Trace trace : plot.traces()) {
        last = Math.max(last, trace.seconds()[trace.seconds().length - 1]);
      }
    }
    for (Span span : forks) {
      last = Math.max(last, span.to());
    }
    return last > 0 ? last : 1;
  }

  private static Scale vertical(Plot plot, ChartStyle style) {
    double[] values =
        plot.traces().stream()
            .flatMapToDouble(trace -> Arrays.stream(trace.values()))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "the panel '" + plot.quantity().name() + "' has no value: say in words why");
    }
    double least = Arrays.stream(values).min().orElseThrow();
    double most = Arrays.stream(values).max().orElseThrow();
    Require.finite("a sample of " + plot.quantity().name(), most - least);
    return LinearScale.panel(plot.quantity(), least, most, style.format());
  }

  @Override
  public double height() {
    return rows.getLast().panel().end();
  }

  @Override
  void paint(Canvas canvas) {
    key.paint(canvas, 0);
    spansKey(canvas);
    for (Row row : rows) {
      row.panel()
          .paint(canvas, List.of(this::forks, (c, at) -> traces(c, at, row), this::throttled));
    }
  }

  private void spansKey(Canvas canvas) {
    double y = key.height();
    double x = 0;
    if (!forks.isEmpty()) {
      canvas.fill(new Rectangle2D.Double(x, y + 3, 26, 14), forkColor(canvas));
      canvas.text(words.fork(), x + 34, y + 15, Role.TEXT);
      x += 34 + Labels.width(words.fork(), Labels.plain()) + 18;
    }
    if (!throttled.isEmpty()) {
      canvas.fill(new Rectangle2D.Double(x, y + 7, 26, 6), canvas.color(Role.BAD));
      canvas.text(words.throttled(), x + 34, y + 15, Role.TEXT);
    }
  }

  private static Color forkColor(Canvas canvas) {
    return Canvas.faint(canvas.color(Role.AXIS), 0.18);
  }

  private void forks(Canvas canvas, Mapping at) {
    for (Span span : forks) {
      double x = at.x(span.from());
      canvas.fill(
          new Rectangle2D.Double(x, at.top(), at.x(span.to()) - x, at.bottom() - at.top()),
          forkColor(canvas));
    }
  }

  private void throttled(Canvas canvas, Mapping at) {
    for (Span span : throttled) {
      double x = at.x(span.from());
      // A moment's throttling must not vanish.
      double width = Math.max(2, at.x(span.to()) - x);
      canvas.fill(new Rectangle2D.Double(x, at.top(), width, 6), canvas.color(Role.BAD));
    }
  }

  private static void traces(Canvas canvas, Mapping at, Row row) {
    for (int i = 0; i < row.styles().size(); i++) {
      Trace trace = row.plot().traces().get(i);
      List<Point> all = new ArrayList<>();
      List<Point> points = new ArrayList<>();
      for (int k = 0; k < trace.values().length; k++) {
        if (Double.isNaN(trace.values()[k])) {
          line(canvas, at, points, row.styles().get(i));
          points.clear();
        } else {
          points.add(new Point(at.x(trace.seconds()[k]), at.y(trace.values()[k])));
          all.add(points.getLast());
        }
      }
      line(canvas, at, points, row.styles().get(i));
      if (row.styles().size() > 1) {
        Lines.marks(canvas, all, row.styles().get(i), i);
      }
    }
  }

  private static void line(Canvas canvas, Mapping at, List<Point> points, SeriesStyle style) {
    if (points.size() == 1) {
      Marks.point(canvas, points.getFirst().x(), points.getFirst().y(), style, true, 5);
    }
    Lines.solid(canvas, Lines.thinned(points, at.right() - at.left()), style);
  }
}
