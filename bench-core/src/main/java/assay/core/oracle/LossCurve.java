package assay.core.oracle;

import java.util.Locale;

/**
 * Whether the losses of a training run follow the oracle's. Training amplifies rounding errors:
 * each step starts from weights that differ a little more, and a unit whose input is close to 0
 * switches in one run a step before the other. A running bound would soon say nothing, so this one
 * was measured.
 *
 * <p>At step t (from 0) the losses may differ by {@value #FIRST}·(1 + t)^{@value #GROWTH} of the
 * larger of the expected loss and {@value #FLOOR}, and by no more than {@value #CAP} of it.
 */
public final class LossCurve {
  private static final double FIRST = 2e-5;
  private static final double GROWTH = 1.5;
  private static final double CAP = 0.05;
  private static final double FLOOR = 0.1;

  private LossCurve() {}

  /**
   * The worst step.
   *
   * @param step counts from 0
   * @param worst error as a multiple of its bound; infinite for NaN
   */
  public record Result(
      boolean passed, int step, double expected, double actual, double bound, double worst) {
    /** One line. */
    public String message() {
      return String.format(
          Locale.ROOT,
          "loss curve: step %d: expected %.7g ± %.2g, found %.7g (%.3g of its bound)",
          step,
          expected,
          bound,
          actual,
          worst);
    }
  }

  /** Largest difference allowed at a step. */
  public static double bound(int step, double expected) {
    double relative = Math.min(CAP, FIRST * Math.pow(1.0 + step, GROWTH));
    return relative * Math.max(Math.abs(expected), FLOOR);
  }

  /**
   * Compares two runs step by step.
   *
   * @param expected the oracle's losses
   * @param actual the target's losses, as many
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static Result check(double[] expected, double[] actual) {
    if (expected.length != actual.length || expected.length == 0) {
      throw new IllegalArgumentException(
          "loss curves of %d and %d steps cannot be compared"
              .formatted(expected.length, actual.length));
    }
    int worst = 0;
    for (int step = 1; step < expected.length; step++) {
      worst = ratio(expected, actual, step) > ratio(expected, actual, worst) ? step : worst;
    }
    double ratio = ratio(expected, actual, worst);
    return new Result(
        ratio <= 1, worst, expected[worst], actual[worst], bound(worst, expected[worst]), ratio);
  }

  private static double ratio(double[] expected, double[] actual, int step) {
    return Comparison.ratio(expected[step], bound(step, expected[step]), actual[step]);
  }
}
