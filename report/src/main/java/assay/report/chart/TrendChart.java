package assay.report.chart;

import assay.report.document.Theme.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Medians by night with a band for their intervals, a dashed line at each change of the
 * environment, and a gap where a night is missing. The axis does not start at zero.
 */
public final class TrendChart extends VectorChart {
  private static final double PLOT = 230;
  // With more than these, points would hide the line.
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

    /** Stretches of nights without a gap. */
    private List<List<Night>> stretches() {
      List<List<Night>> stretches = new ArrayList<>();
      stretches.add(new ArrayList<>());
      for (Night night : nights) {
        if (night.median() == null) {
          stretches.add(new ArrayList<>());
        } else {
          stretches.getLast().add(night);
        }
      }
      return stretches;
    }
  }

  /**
   * Something that changed, and when.
   *
   * @param role the colour of its line
   */
  public record Change(Instant at, String label, Role role) {
    /** A change of the environment. */
    public Change(Instant at, String label) {
      this(at, label, Role.MUTED);
    }
  }

  /** Values that are as usual, from one end to the other. */
  public record Band(double low, double high) {
    public Band {
      Require.finite("low", low);
      Require.finite("high", high);
    }
  }

  /**
   * Trends of one quantity.
   *
   * @param trends at least one, at least one night of which has a median
   * @param changes of the environment, in any order; those outside the nights are not drawn
   */
  public TrendChart(Quantity quantity, List<Trend> trends, List<Change> changes, ChartStyle style) {
    this(quantity, trends, changes, null, style);
  }

  /**
   * The same with a band behind the trends.
   *
   * @param usual null for none
   */
  public TrendChart(
      Quantity quantity,
      List<Trend> trends,
      List<Change> changes,
      @Nullable Band usual,
      ChartStyle style) {
    Require.notEmpty("series", trends);
    List<Night> nights = trends.stream().flatMap(trend -> trend.nights().stream()).toList();
    List<Estimate> medians =
        nights.stream().flatMap(night -> Stream.ofNullable(night.median())).toList();
    Require.notEmpty("a night that has a value", medians);
    List<SeriesStyle> styles = style.series().styles(trends.stream().map(Trend::series).toList());
    Labels labels = new Labels();
    Key key = new Key(labels);
    for (int i = 0; i < trends.size(); i++) {
      key.series(styles.get(i), trends.get(i).label(), Look.solid(2), true);
    }
    List<Instant> times = nights.stream().map(Night::at).sorted().toList();
    DoubleStream ends =
        usual == null ? DoubleStream.empty() : DoubleStream.of(usual.low(), usual.high());
    DoubleSummaryStatistics range =
        DoubleStream.concat(
                ends, medians.stream().flatMapToDouble(e -> DoubleStream.of(e.min(), e.max())))
            .summaryStatistics();
    super(
        labels,
        key,
        PLOT,
        () -> Axes.days(times.getFirst(), times.getLast()),
        () -> Axes.around(quantity, range.getMin(), range.getMax(), style.format()),
        at -> new Overlay(events(changes, at, labels)::addTo, List.of()),
        layers -> {
          if (usual != null) {
            layers.range(usual.low(), usual.high(), Look.faint(layers.color(Role.GRID), 0.6));
          }
          for (int i = 0; i < trends.size(); i++) {
            trend(layers, trends.get(i), styles.get(i), i);
          }
        });
  }

  private static Events events(List<Change> changes, Frame at, Labels labels) {
    Events events = new Events(labels);
    changes.stream()
        .filter(c -> at.plot().getDomainAxis().getRange().contains(Axes.millis(c.at())))
        .sorted(Comparator.comparing(Change::at).thenComparing(Change::label))
        .forEach(
            change -> events.add(at.x(Axes.millis(change.at())), change.label(), change.role()));
    return events;
  }

  /** A mark at every night, or occasional ones where there are too many. */
  private static void trend(Layers layers, Trend trend, SeriesStyle style, int index) {
    boolean all = trend.nights().size() <= MAX_POINTS;
    for (List<Night> stretch : trend.stretches()) {
      Samples medians = band(layers, stretch, style);
      // A night between two gaps has no band, so it always gets a mark with a whisker.
      boolean alone = stretch.size() == 1;
      for (Night night : all || alone ? stretch : List.<Night>of()) {
        Estimate median = Objects.requireNonNull(night.median());
        layers.point(
            Estimate.withoutInterval(Axes.millis(night.at())),
            alone ? median : Estimate.withoutInterval(median.value()),
            style,
            median.interval() != null,
            7);
      }
      if (!all) {
        layers.marks(medians, style, index);
      }
    }
  }

  private static Samples band(Layers layers, List<Night> stretch, SeriesStyle style) {
    double[] x = stretch.stream().mapToDouble(night -> Axes.millis(night.at())).toArray();
    List<Estimate> medians =
        stretch.stream().map(night -> Objects.requireNonNull(night.median())).toList();
    double[] middle = medians.stream().mapToDouble(Estimate::value).toArray();
    if (x.length > 1) {
      layers.band(
          x,
          medians.stream().mapToDouble(Estimate::min).toArray(),
          middle,
          medians.stream().mapToDouble(Estimate::max).toArray(),
          style.in(layers.theme));
    }
    return new Samples(x, middle);
  }
}
