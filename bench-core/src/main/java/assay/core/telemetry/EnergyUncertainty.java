package assay.core.telemetry;

import org.jspecify.annotations.Nullable;

/** Placeholder until merged. */
public final class EnergyUncertainty {
  private EnergyUncertainty() {}

  /** U = 2·√(u_cal² + mean(u_window²)/n + s²/n), % of the mean. */
  public static double combinedPercent(
      @Nullable Double calibrationPercent, double[] joulesPerExecution, double[] windowPercent) {
    int n = joulesPerExecution.length;
    double cal = calibrationPercent == null ? 0 : calibrationPercent / Math.sqrt(3);
    double window = 0;
    double mean = 0;
    for (int i = 0; i < n; i++) {
      window += windowPercent[i] * windowPercent[i] / n;
      mean += joulesPerExecution[i] / n;
    }
    double scatter = 0;
    for (double j : joulesPerExecution) {
      scatter += n < 2 || mean == 0 ? 0 : Math.pow(100 * (j - mean) / mean, 2) / (n - 1);
    }
    return 2 * Math.sqrt(cal * cal + window / n + scatter / n);
  }
}
