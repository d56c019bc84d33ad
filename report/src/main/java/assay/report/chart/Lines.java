package assay.report.chart;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Lines and bands through points that may have gaps. */
final class Lines {
  private Lines() {}

  /** A place in a plot, pixels. */
  record Point(double x, double y) {}

  /** A line through the points. */
  static Path2D path(List<Point> points) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points.size(); i++) {
      if (i == 0) {
        path.moveTo(points.get(i).x(), points.get(i).y());
      } else {
        path.lineTo(points.get(i).x(), points.get(i).y());
      }
    }
    return path;
  }

  /** The area between two lines. */
  static Path2D band(List<Point> upper, List<Point> lower) {
    List<Point> around = new ArrayList<>(upper);
    around.addAll(lower.reversed());
    Path2D path = path(around);
    path.closePath();
    return path;
  }

  /** A line in the series' own style, for points that are marked themselves. */
  static void draw(Canvas canvas, List<Point> points, SeriesStyle style) {
    if (points.size() > 1) {
      Color color = style.in(canvas.theme());
      canvas.stroke(path(points), style.dash().stroke(2), color);
    }
  }

  /** A line without gaps of its own making: where a gap means that something is missing. */
  static void solid(Canvas canvas, List<Point> points, SeriesStyle style) {
    if (points.size() > 1) {
      canvas.stroke(path(points), Canvas.solid(1.6), style.in(canvas.theme()));
    }
  }

  /**
   * Marks here and there on a line of many points, so that it is told apart in grey.
   *
   * @param index of the series in the chart: the marks of two series do not coincide
   */
  static void marks(Canvas canvas, List<Point> points, SeriesStyle style, int index) {
    double next = points.isEmpty() ? 0 : points.getFirst().x() + 14 + 34 * (index % 4);
    for (Point point : points) {
      if (point.x() >= next) {
        Marks.point(canvas, point.x(), point.y(), style, true, 8);
        next = point.x() + 136;
      }
    }
  }

  /**
   * As many points as can be told apart: of each stretch of two pixels the first, lowest, highest
   * and last, in order.
   */
  static List<Point> thinned(List<Point> points, double pixels) {
    int most = 2 * (int) Math.ceil(pixels);
    if (points.size() <= most || points.isEmpty()) {
      return points;
    }
    List<Point> thin = new ArrayList<>();
    int from = 0;
    while (from < points.size()) {
      double edge = points.get(from).x() + 2;
      int to = from;
      int lowest = from;
      int highest = from;
      while (to < points.size() && points.get(to).x() < edge) {
        lowest = points.get(to).y() > points.get(lowest).y() ? to : lowest;
        highest = points.get(to).y() < points.get(highest).y() ? to : highest;
        to++;
      }
      to = Math.max(to, from + 1);
      for (int index : new java.util.TreeSet<>(List.of(from, lowest, highest, to - 1))) {
        thin.add(points.get(index));
      }
      from = to;
    }
    return thin;
  }
}
