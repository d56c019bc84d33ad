package assay.report.chart;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line through any number of points; indistinguishable points are thinned out when it is drawn.
 *
 * @param series id that gives the colour
 * @param label in the key
 * @param x ascending, finite, at least one
 * @param y as many, finite
 * @param reached where along x the target is met, with its interval; null where it is not or there
 *     is no target
 */
public record Curve(
    String series, String label, double[] x, double[] y, @Nullable Estimate reached) {
  public Curve {
    if (x.length == 0 || x.length != y.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "curve '%s' has %d places and %d values", label, x.length, y.length));
    }
    x = x.clone();
    y = y.clone();
    for (int i = 0; i < x.length; i++) {
      Require.finite("a place of curve '" + label + "'", x[i]);
      Require.finite("a value of curve '" + label + "'", y[i]);
      if (i > 0 && x[i] < x[i - 1]) {
        throw new IllegalArgumentException("curve '" + label + "' runs back at " + x[i]);
      }
    }
  }

  Samples samples() {
    return new Samples(x, y);
  }

  double last() {
    return x[x.length - 1];
  }

  double min() {
    return Arrays.stream(y).min().orElseThrow();
  }

  double max() {
    return Arrays.stream(y).max().orElseThrow();
  }
}
