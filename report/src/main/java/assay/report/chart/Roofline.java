package assay.report.chart;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Performance against operational intensity, both logarithmic, beneath measured ceilings: slanted
 * ones of the memory levels, level ones of the units (Williams, Waterman and Patterson 2009). A
 * point's whisker is its interval.
 */
public final class Roofline extends VectorChart {
  private static final int PLOT = 340;

  /**
   * A workload.
   *
   * @param series id that gives colour and shape
   * @param label its name
   * @param intensity operations per byte, above 0
   * @param performance operations per second, above 0
   */
  public record Point(String series, String label, double intensity, Estimate performance) {
    public Point {
      Require.positive("the intensity of " + label, intensity);
      Require.positive("the performance of " + label, performance);
    }
  }

  private final List<Point> points;
  private final List<SeriesStyle> styles;
  private final Key key;
  private final Panel panel;
  private final Ceilings ceilings;
  private final PointLabels names;

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
    this.points = List.copyOf(points);
    styles = points.stream().map(point -> style.series().style(point.series())).toList();
    key = SeriesLabel.key(legend, style, Key.Stroke.NONE, labels);
    Scale y = vertical(performance, compute, style);
    Scale x = horizontal(intensity, memory, compute, Panel.widthBeside(y), style);
    panel = Panel.full(x, y, key.height(), PLOT);
    List<Rectangle2D> boxes =
        places().stream().map(place -> Marks.box(place.x(), place.y())).toList();
    ceilings = new Ceilings(memory, compute, panel, boxes, labels);
    names = new PointLabels(places(), this::room, labels);
  }

  private Scale horizontal(
      Quantity quantity, List<Ceiling> memory, List<Ceiling> compute, double width, ChartStyle s) {
    // Every ridge, where a memory ceiling meets a compute ceiling, is to be seen.
    double peak = compute.stream().mapToDouble(Ceiling::rate).max().orElseThrow();
    double least = peak / memory.stream().mapToDouble(Ceiling::rate).max().orElseThrow();
    double most = peak / memory.stream().mapToDouble(Ceiling::rate).min().orElseThrow();
    for (Point point : points) {
      least = Math.min(least, point.intensity());
      most = Math.max(most, point.intensity());
    }
    return LogScale.ticked(quantity, least / 4, most * 4, width, s.format());
  }

  private Scale vertical(Quantity quantity, List<Ceiling> compute, ChartStyle style) {
    double most = compute.stream().mapToDouble(Ceiling::rate).max().orElseThrow();
    double least = compute.stream().mapToDouble(Ceiling::rate).min().orElseThrow() / 4;
    for (Point point : points) {
      least = Math.min(least, point.performance().least());
      most = Math.max(most, point.performance().most());
    }
    return LogScale.ticked(quantity, least / 2, most * 2, Double.MAX_VALUE, style.format());
  }

  private List<PointLabels.Point> places() {
    List<PointLabels.Point> places = new ArrayList<>();
    for (Point point : points) {
      places.add(
          new PointLabels.Point(
              panel.xOf(point.intensity()), panel.yOf(point.performance().value()), point.label()));
    }
    return places;
  }

  private LabelPlacer room() {
    LabelPlacer placer = new LabelPlacer(panel.area());
    ceilings.keepOff(placer);
    for (Point point : points) {
      double x = panel.xOf(point.intensity());
      placer.avoid(
          new Line2D.Double(
              x, panel.yOf(point.performance().least()), x, panel.yOf(point.performance().most())));
    }
    return placer;
  }

  @Override
  public double height() {
    return panel.end() + names.height();
  }

  @Override
  void paint(Canvas canvas) {
    key.paint(canvas, 0);
    panel.paint(
        canvas, List.of((c, at) -> ceilings.paint(c), (c, at) -> names.paint(c), this::points));
    names.paintList(canvas, panel.end());
  }

  private void points(Canvas canvas, Mapping at) {
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      Estimate performance = point.performance();
      double x = at.x(point.intensity());
      Marks.up(canvas, at, performance, x, styles.get(i).in(canvas.theme()));
      Marks.point(
          canvas, x, at.y(performance.value()), styles.get(i), performance.interval() != null);
    }
  }
}
