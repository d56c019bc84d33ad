package assay.report.gate;

import java.util.List;

/**
 * A series on a night.
 *
 * @param night its number
 * @param level logarithm of the value without what moved its whole host; more is worse
 * @param error relative standard error within the night, 0 if it is not known
 */
public record Point(int night, double level, double error) {
  static double[] levels(List<Point> points) {
    return points.stream().mapToDouble(Point::level).toArray();
  }
}
