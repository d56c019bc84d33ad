package assay.report.chart;

import assay.report.chart.Lines.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Medians by night with the band of their intervals; a dashed line at each change of the
 * environment; a gap where a night is missing. The axis does not begin at zero.
 */
public final class TrendChart extends VectorChart {
  private static final int PLOT = 230;
  // Beyond this, points would hide the line.
  private static final int MAX_POINTS = 70;

  /**
   * Nights of one series.
   *
   * @param series id that gives the colour
   * @param label in the key
   * @param nights at least one, in any order
   */
  public record Trend(String series, String label, List<Night> nights) {
    public Trend {
      Require.notEmpty("nights", nights);
      nights = nights.stream().sorted(Comparator.comparing(Night::at)).toList();
    }
  }

  /** Something that changed, and when. */
  public record Change(Instant at, String label) {}

  private final List<Trend> trends;
  private final List<SeriesStyle> styles;
  private final Key key;
  private final EventLabels changes;
  private final Panel panel;

  /**
   * Trends of one quantity.
   *
   * @param trends at least one, at least one night of which has a median
   * @param changes of the environment, in any order; those outside the nights are not drawn
   */
  public TrendChart(Quantity quantity, List<Trend> trends, List<Change> changes, ChartStyle style) {
    Require.notEmpty("series", trends);
    this.trends = List.copyOf(trends);
    styles = style.series().styles(trends.stream().map(Trend::series).toList());
    List<Key.Entry> entries = new ArrayList<>();
    for (int i = 0; i < trends.size(); i++) {
      entries.add(new Key.Entry(styles.get(i), trends.get(i).label(), Key.Stroke.SOLID, true));
    }
    key = Key.of(entries, labels);
    List<Estimate> medians =
        nights().stream()
            .flatMap(night -> java.util.stream.Stream.ofNullable(night.median()))
            .toList();
    Require.notEmpty("a night that has a value", medians);
    Scale y =
        LinearScale.around(
            quantity,
            medians.stream().mapToDouble(Estimate::least).min().orElseThrow(),
            medians.stream().mapToDouble(Estimate::most).max().orElseThrow(),
            Double.MAX_VALUE,
            style.format());
    List<Instant> times = nights().stream().map(Night::at).sorted().toList();
    Scale x = TimeScale.over(times.getFirst(), times.getLast(), Panel.widthBeside(y));
    this.changes = new EventLabels(events(changes, x, y), labels);
    panel = Panel.full(x, y, key.height(), this.changes.height(), PLOT);
  }

  private List<Night> nights() {
    return trends.stream().flatMap(trend -> trend.nights().stream()).toList();
  }

  private static List<EventLabels.Event> events(List<Change> changes, Scale x, Scale y) {
    return changes.stream()
        .sorted(Comparator.comparing(Change::at).thenComparing(Change::label))
        .filter(change -> {
          double at = x.position(TimeScale.seconds(change.at()));
          return at >= 0 && at <= 1;
        })
        .map(change ->
            new EventLabels.Event(
                Panel.leftOf(y) + x.position(TimeScale.seconds(change.at())) * Panel.widthBeside(y),
                change.label()))
        .toList();
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    key.paint(canvas, 0);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < trends.size(); i++) {
      Trend trend = trends.get(i);
      SeriesStyle style = styles.get(i);
      int index = i;
      layers.add((c, at) -> stretches(trend).forEach(s -> stretch(c, at, s, style)));
      layers.add((c, at) -> points(c, at, trend, style, index));
    }
    changes.paint(canvas, panel);
    panel.paint(canvas, layers);
  }

  /** Nights without a missing one between them. */
  private static List<List<Night>> stretches(Trend trend) {
    List<List<Night>> stretches = new ArrayList<>();
    List<Night> stretch = new ArrayList<>();
    for (Night night : trend.nights()) {
      if (night.median() == null) {
        stretches.add(List.copyOf(stretch));
        stretch.clear();
      } else {
        stretch.add(night);
      }
    }
    stretches.add(stretch);
    return stretches;
  }

  private void stretch(Canvas canvas, Mapping at, List<Night> nights, SeriesStyle style) {
    List<Point> upper = new ArrayList<>();
    List<Point> lower = new ArrayList<>();
    List<Point> middle = new ArrayList<>();
    for (Night night : nights) {
      @Nullable Estimate median = night.median();
      if (median != null) {
        double x = at.x(TimeScale.seconds(night.at()));
        middle.add(new Point(x, at.y(median.value())));
        upper.add(new Point(x, at.y(median.most())));
        lower.add(new Point(x, at.y(median.least())));
      }
    }
    if (middle.size() > 1) {
      canvas.fill(Lines.band(upper, lower), Canvas.faint(style.in(canvas.theme()), 0.22));
    }
    Lines.solid(canvas, middle, style);
    if (middle.size() == 1) {
      alone(canvas, at, nights, style);
    }
  }

  /** A night between two missing ones has no band: it gets a whisker. */
  private static void alone(Canvas canvas, Mapping at, List<Night> nights, SeriesStyle style) {
    for (Night night : nights) {
      @Nullable Estimate median = night.median();
      if (median != null) {
        double x = at.x(TimeScale.seconds(night.at()));
        Marks.up(canvas, at, median, x, style.in(canvas.theme()));
        Marks.point(canvas, x, at.y(median.value()), style, median.interval() != null, 7);
      }
    }
  }

  /** A mark at every night, or now and then where there are too many. */
  private static void points(Canvas canvas, Mapping at, Trend trend, SeriesStyle style, int index) {
    List<Point> points = new ArrayList<>();
    boolean all = trend.nights().size() <= MAX_POINTS;
    for (Night night : trend.nights()) {
      @Nullable Estimate median = night.median();
      if (median != null) {
        Point point = new Point(at.x(TimeScale.seconds(night.at())), at.y(median.value()));
        points.add(point);
        if (all) {
          Marks.point(canvas, point.x(), point.y(), style, median.interval() != null, 7);
        }
      }
    }
    if (!all) {
      Lines.marks(canvas, points, style, index);
    }
  }
}
