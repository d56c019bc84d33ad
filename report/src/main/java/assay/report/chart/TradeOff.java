package assay.report.chart;

import java.util.List;

/**
 * Points of one series in a chart of two measured quantities.
 *
 * @param series id that gives the colour
 * @param label in the key
 * @param points in the order of the line between them, at least one
 */
public record TradeOff(String series, String label, List<Point> points) {
  public TradeOff {
    Require.notEmpty("points", points);
    points = List.copyOf(points);
  }

  Samples samples() {
    return new Samples(
        points.stream().mapToDouble(point -> point.x().value()).toArray(),
        points.stream().mapToDouble(point -> point.y().value()).toArray());
  }

  /**
   * A point.
   *
   * @param label text next to it, such as a batch size or a workload; empty for none
   * @param x above 0
   * @param y above 0
   * @param diameter of the point, pixels
   */
  public record Point(String label, Estimate x, Estimate y, double diameter) {
    /** A point of the usual size. */
    public Point(String label, Estimate x, Estimate y) {
      this(label, x, y, Layers.POINT);
    }

    public Point {
      Require.positive("the horizontal value of '" + label + "'", x);
      Require.positive("the vertical value of '" + label + "'", y);
    }
  }
}
