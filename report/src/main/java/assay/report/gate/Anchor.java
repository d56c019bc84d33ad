package assay.report.gate;

import assay.core.stats.Quantiles;
import java.util.List;

/**
 * The fixed level that a slow drift is measured against, since a rolling baseline follows it.
 *
 * <p>The last {@link #LAST} nights' median may leave it by 2 %, or by four standard deviations of a
 * night if that is more. A drift of 0.05 % a night is so seen before it has reached 3 %, or six
 * standard deviations.
 *
 * @param level median of the first {@link #FIRST} nights
 * @param scale standard deviation of a night's level, at that time: a drift would widen it
 * @param night the last of the nights that it is made of
 */
public record Anchor(double level, double scale, int night) {
  static final int FIRST = 20;
  static final int LAST = 10;

  private static final double MIN_SHIFT = 0.02;
  private static final double SCALES = 4;

  /** How far the median of the last nights may lie from it. */
  double limit() {
    return Math.max(MIN_SHIFT, SCALES * scale);
  }

  /**
   * How far the last nights' median lies above it.
   *
   * @param points in ascending order
   * @return 0 as long as there are too few nights since the anchor was made
   */
  double shift(List<Point> points) {
    List<Point> last = points.subList(Math.max(0, points.size() - LAST), points.size());
    return last.size() < LAST || last.getFirst().night() <= night
        ? 0
        : Quantiles.median(Point.levels(last)) - level;
  }
}
