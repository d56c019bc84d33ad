package assay.report.history.foreign;

import assay.core.stats.Quantiles;
import java.util.Arrays;

/** A value of several measurements, with its standard error. */
record Estimate(double value, double standardError) {
  /** The median of a normal sample varies √(π/2) times as much as its mean. */
  private static final double MEDIAN = Math.sqrt(Math.PI / 2);

  /** The median; its standard error as if the measurements were normal, 0 for a single one. */
  static Estimate median(double[] values) {
    return new Estimate(Quantiles.median(values), MEDIAN * error(values));
  }

  /** Standard deviation ÷ √n; 0 for a single value. */
  static double error(double[] values) {
    int n = values.length;
    if (n < 2) {
      return 0;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (n - 1) / n);
  }
}
