package assay.core.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Combines the uncertainties of an energy according to the Guide to the expression of uncertainty
 * in measurement (JCGM 100:2008): standard uncertainties add in quadrature, the expanded one has k
 * = 2.
 */
public final class EnergyUncertainty {
  private EnergyUncertainty() {}

  /**
   * The standard uncertainty for an accuracy that is known as a maximum error a: a rectangular
   * distribution, a/√3 (JCGM 100:2008, 4.3.7).
   *
   * @param calibrationPercent accuracy in ± %; null if it is not known
   * @return the uncertainty in %, 0 if the accuracy is not known
   */
  static double standardOf(@Nullable Double calibrationPercent) {
    return calibrationPercent == null ? 0 : calibrationPercent / Math.sqrt(3);
  }

  /**
   * Expanded uncertainty (k = 2) of the mean energy over several forks: U = 2·√(u_cal² + mean
   * (u_window²)/n + s²/n). The calibration is common to all forks and does not average out; the
   * scatter s between forks is included from two forks on. With few forks s is itself uncertain, so
   * below about ten k = 2 covers less than 95 %.
   *
   * @param calibrationPercent accuracy in ± %; null if it is not known, which omits that part
   * @param joulesPerExecution mean energy per execution of each fork in J; at least one, above 0
   * @param windowPercent each fork's standard uncertainty from its window, in %
   * @return the uncertainty in % of the mean energy
   */
  public static double combinedPercent(
      @Nullable Double calibrationPercent, double[] joulesPerExecution, double[] windowPercent) {
    int n = joulesPerExecution.length;
    if (n == 0 || windowPercent.length != n) {
      throw new IllegalArgumentException(
          "one energy and one uncertainty per fork are needed; got "
              + n
              + " and "
              + windowPercent.length);
    }
    double mean = mean(joulesPerExecution);
    if (!(mean > 0)) {
      throw new IllegalArgumentException("a mean energy of " + mean + " J has no relative error");
    }
    double calibration = standardOf(calibrationPercent);
    double window = meanSquare(windowPercent, 0);
    double scatter = 0;
    if (n >= 2) {
      double variance = meanSquare(joulesPerExecution, mean) * n / (n - 1);
      scatter = variance * 1e4 / (mean * mean);
    }
    return 2 * Math.sqrt(calibration * calibration + (window + scatter) / n);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double meanSquare(double[] values, double about) {
    double sum = 0;
    for (double value : values) {
      sum += (value - about) * (value - about);
    }
    return sum / values.length;
  }
}
