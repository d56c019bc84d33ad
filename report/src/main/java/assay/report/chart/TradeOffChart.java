package assay.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jfree.chart.axis.ValueAxis;
import org.jspecify.annotations.Nullable;

/**
 * Labelled points of two logarithmic quantities, with intervals in both directions, one series per
 * target.
 */
public final class TradeOffChart extends VectorChart {
  private static final double PLOT = 300;
  private static final int MAX_LINES = 5;

  private TradeOffChart(
      Quantity x,
      Quantity y,
      @Nullable Quantity efficiency,
      List<TradeOff> series,
      ChartStyle style) {
    Require.notEmpty("points", series);
    List<SeriesStyle> styles =
        style.series().styles(series.stream().map(TradeOff::series).toList());
    List<TradeOff.Point> all = series.stream().flatMap(each -> each.points().stream()).toList();
    boolean joined = efficiency == null;
    Labels labels = new Labels();
    Key key = new Key(labels);
    for (int i = 0; i < series.size(); i++) {
      SeriesStyle each = styles.get(i);
      key.series(each, series.get(i).label(), joined ? each.dash().stroke(2) : null, true);
    }
    super(
        labels,
        key,
        PLOT,
        () -> axis(x, all, TradeOff.Point::x, style),
        () -> axis(y, all, TradeOff.Point::y, style),
        at ->
            PointLabels.overlay(
                all,
                joined ? series.stream().map(TradeOff::samples).toList() : List.of(),
                efficiency == null ? List.of() : lines(at, efficiency, style),
                at,
                labels),
        layers -> {
          for (int i = 0; i < series.size() && joined; i++) {
            Samples line = series.get(i).samples();
            SeriesStyle each = styles.get(i);
            layers.line(line.x(), line.y(), each.dash().stroke(2), each.in(layers.theme));
          }
          for (int i = 0; i < series.size(); i++) {
            for (TradeOff.Point point : series.get(i).points()) {
              boolean known = point.x().interval() != null && point.y().interval() != null;
              layers.point(point.x(), point.y(), styles.get(i), known, Layers.POINT);
            }
          }
        });
  }

  /**
   * Latency against throughput over a sweep of batch sizes: each point is named by its batch, a
   * line joins the points of a series.
   *
   * @param sweeps one per series, points in ascending batch size
   */
  public static TradeOffChart latency(
      Quantity throughput, Quantity latency, List<TradeOff> sweeps, ChartStyle style) {
    return new TradeOffChart(throughput, latency, null, sweeps, style);
  }

  /**
   * Performance against power, for one workload or several whose work is counted in the same unit.
   * Thin sloped lines, labelled, mark equal performance per watt.
   *
   * @param power horizontal axis, unit {@code W}
   * @param performance vertical axis
   * @param efficiency performance per watt, such as {@code FLOP/s/W}: labels of the lines
   * @param systems points with names
   */
  public static TradeOffChart power(
      Quantity power,
      Quantity performance,
      Quantity efficiency,
      List<TradeOff> systems,
      ChartStyle style) {
    return new TradeOffChart(power, performance, efficiency, systems, style);
  }

  private static ValueAxis axis(
      Quantity quantity,
      List<TradeOff.Point> all,
      Function<TradeOff.Point, Estimate> value,
      ChartStyle style) {
    List<Estimate> values = all.stream().map(value).toList();
    return Axes.logAround(
        quantity,
        values.stream().mapToDouble(Estimate::min).min().orElseThrow(),
        values.stream().mapToDouble(Estimate::max).max().orElseThrow(),
        style.format());
  }

  /** Lines at round efficiencies that cross the plot. */
  private static List<Guides.Guide> lines(Frame at, Quantity efficiency, ChartStyle style) {
    ValueAxis watts = at.plot().getDomainAxis();
    ValueAxis rates = at.plot().getRangeAxis();
    double min = rates.getLowerBound() / watts.getUpperBound();
    double max = rates.getUpperBound() / watts.getLowerBound();
    List<Guides.Guide> lines = new ArrayList<>();
    for (double each : Axes.round(min * 1.3, max / 1.3, MAX_LINES)) {
      double from = Math.max(watts.getLowerBound(), rates.getLowerBound() / each);
      double to = Math.min(watts.getUpperBound(), rates.getUpperBound() / each);
      String label = TickUnit.trimmed(each, efficiency.unit(), style.format());
      if (from < to) {
        lines.add(
            new Guides.Guide(
                from, from * each, to, to * each, label, Dash.DASHED.stroke(1), false, false));
      }
    }
    return lines;
  }
}
