package assay.core.stats;

import java.util.Arrays;

/** Noise and outliers of a series whose level may shift or drift. */
public final class Noise {
  private static final int WINDOW = 7;
  private static final double OUTLIER = 3;

  private Noise() {}

  /**
   * The standard deviation of one value, if values are normal and independent: the median of
   * |x(i+1) − x(i)| over √2·0.6745. Successive differences, because a shift or a drift would
   * inflate a deviation from the mean.
   *
   * @param points at least two finite values, in any unit
   * @return at least 0, in their unit; 0 if more than half of the differences are
   */
  public static double ofDifferences(double[] points) {
    double[] steps = new double[points.length - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.abs(points[i + 1] - points[i]);
    }
    return Quantiles.median(steps) / (Math.sqrt(2) * 0.6745);
  }

  /**
   * Positions of the points that are no outliers, ascending. An outlier lies further than 3σ from
   * the median of the seven points around it (F. R. Hampel's identifier), so that at most three
   * deviating points in a row are outliers. The ends, which have no full window, keep their points.
   *
   * @param sigma standard deviation of one value, in the unit of the points
   */
  public static int[] withoutOutliers(double[] points, double sigma) {
    int half = WINDOW / 2;
    int[] kept = new int[points.length];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      boolean windowed = i >= half && i + half < points.length;
      if (!windowed
          || Math.abs(
                  points[i] - Quantiles.median(Arrays.copyOfRange(points, i - half, i + half + 1)))
              <= OUTLIER * sigma) {
        kept[count++] = i;
      }
    }
    return Arrays.copyOf(kept, count);
  }
}
