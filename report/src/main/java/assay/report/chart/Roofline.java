package assay.report.chart;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.axis.ValueAxis;

/**
 * Performance against operational intensity, both logarithmic, below measured ceilings: sloped ones
 * for memory levels, horizontal ones for compute units (Williams, Waterman and Patterson 2009). A
 * point's whisker is its interval.
 */
public final class Roofline extends VectorChart {
  private static final double PLOT = 340;

  /**
   * A workload.
   *
   * @param series id that gives colour and shape
   * @param label its name
   * @param intensity operations per byte, above 0; its interval are the values that are possible
   * @param performance operations per second, above 0
   * @param diameter of the point, pixels
   */
  public record Point(
      String series, String label, Estimate intensity, Estimate performance, double diameter) {
    /** A point of the usual size. */
    public Point(String series, String label, Estimate intensity, Estimate performance) {
      this(series, label, intensity, performance, Layers.POINT);
    }

    public Point {
      Require.positive("the intensity of " + label, intensity);
      Require.positive("the performance of " + label, performance);
    }

    private TradeOff.Point named() {
      return new TradeOff.Point(label, intensity, performance, diameter);
    }
  }

  /**
   * A roofline of one precision.
   *
   * @param intensity the horizontal axis, operations per byte
   * @param performance the vertical axis, operations per second
   * @param memory ceilings in bytes per second, at least one
   * @param compute ceilings in operations per second, at least one
   * @param legend label of each series that occurs, in order; empty if one needs no key
   */
  public Roofline(
      Quantity intensity,
      Quantity performance,
      List<Ceiling> memory,
      List<Ceiling> compute,
      List<Point> points,
      List<SeriesLabel> legend,
      ChartStyle style) {
    Require.notEmpty("a memory ceiling", memory);
    Require.notEmpty("a compute ceiling", compute);
    Labels labels = new Labels();
    Key key = new Key(labels);
    legend.forEach(
        each -> key.series(style.series().style(each.series()), each.label(), null, true));
    List<TradeOff.Point> named = points.stream().map(Point::named).toList();
    // Every ridge point, where a memory ceiling meets a compute ceiling, must be visible.
    double peak = sorted(compute).getFirst().rate();
    double[] x =
        DoubleStream.concat(
                memory.stream().mapToDouble(level -> peak / level.rate()),
                points.stream()
                    .map(Point::intensity)
                    .flatMapToDouble(i -> DoubleStream.of(i.min(), i.max())))
            .sorted()
            .toArray();
    double[] y =
        DoubleStream.concat(
                DoubleStream.of(peak, sorted(compute).getLast().rate() / 4),
                points.stream()
                    .map(Point::performance)
                    .flatMapToDouble(p -> DoubleStream.of(p.min(), p.max())))
            .sorted()
            .toArray();
    super(
        labels,
        key,
        PLOT,
        () -> Axes.log(intensity, x[0] / 4, x[x.length - 1] * 4, style.format()),
        () -> Axes.log(performance, y[0] / 2, y[y.length - 1] * 2, style.format()),
        at -> PointLabels.overlay(named, List.of(), guides(memory, compute, at), at, labels),
        layers -> {
          for (Point point : points) {
            layers.point(
                point.intensity(),
                point.performance(),
                style.series().style(point.series()),
                point.performance().interval() != null,
                point.diameter());
          }
        });
  }

  private static List<Ceiling> sorted(List<Ceiling> ceilings) {
    return ceilings.stream()
        .sorted(Comparator.comparingDouble(Ceiling::rate).reversed().thenComparing(Ceiling::label))
        .toList();
  }

  private static List<Guides.Guide> guides(List<Ceiling> memory, List<Ceiling> compute, Frame at) {
    ValueAxis across = at.plot().getDomainAxis();
    double low = across.getLowerBound();
    double high = across.getUpperBound();
    double lowest = at.plot().getRangeAxis().getLowerBound();
    double top = sorted(compute).getFirst().rate();
    double fastest = sorted(memory).getFirst().rate();
    return Stream.concat(
            sorted(compute).stream()
                .map(level -> {
                  double from = Math.max(level.rate() / fastest, low);
                  return guide(level, from, level.rate(), high, level.rate(), true);
                }),
            sorted(memory).stream()
                .map(slant -> {
                  double from = Math.max(low, lowest / slant.rate());
                  double to = Math.min(high, top / slant.rate());
                  return guide(slant, from, from * slant.rate(), to, to * slant.rate(), false);
                }))
        .toList();
  }

  private static Guides.Guide guide(
      Ceiling ceiling, double x1, double y1, double x2, double y2, boolean level) {
    return new Guides.Guide(x1, y1, x2, y2, ceiling.label(), Look.solid(1.8), level, true);
  }
}
