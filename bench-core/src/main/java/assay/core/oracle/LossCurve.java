package assay.core.oracle;

import java.util.Locale;

/**
 * Whether the losses of an f32 or f64 training run follow the oracle's. Training amplifies rounding
 * errors: each step starts from weights that differ a little more, and a unit whose input is close
 * to 0 switches in one run a step before the other. A propagated bound would soon be useless, so
 * this one rests on a measurement: a small network of three convolutions and two dense layers,
 * batch 8, 50 steps in which the loss falls from 2.34 to between 0.9 and 2.0, with each of the six
 * optimizers and each of five orders of summation (sequential, reversed, pairwise, in eight lanes,
 * fused multiply-add), rounded to binary32 after every operation. The largest relative difference
 * from the float64 losses was 7·10⁻⁸ at the first step, 2·10⁻⁷ within ten and 4·10⁻⁷ within fifty.
 * The bound leaves a margin of a factor of 30 at the first step and about 250 at the fiftieth.
 * LossCurveMeasurementTest repeats the measurement.
 *
 * <p>At step t (from 0) the losses may differ by {@value #FIRST}·(1 + t) times the larger of the
 * expected loss and {@value #FLOOR}, but by no more than {@value #CAP} times it.
 */
public final class LossCurve {
  private static final double FIRST = 2e-6;
  private static final double CAP = 0.01;
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
    /** The result in one line. */
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
    double relative = Math.min(CAP, FIRST * (1.0 + step));
    return relative * Math.max(Math.abs(expected), FLOOR);
  }

  /**
   * Compares two runs step by step.
   *
   * @param expected the oracle's losses
   * @param actual the target's losses, equally many
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static Result check(double[] expected, double[] actual) {
    if (expected.length != actual.length || expected.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "loss curves of %d and %d steps cannot be compared",
              expected.length,
              actual.length));
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
