package assay.core.stats;

import java.util.Arrays;

/**
 * How the iterations of one fork behaved over time.
 *
 * <p>About one fork in ten of published JMH suites never reaches a steady state (L. Traini and
 * others, "Towards effective assessment of steady state performance in Java software", Empirical
 * Software Engineering 28, 2023; the four classes are those of E. Barrett and others, "Virtual
 * Machine Warmup Blows Hot and Cold", OOPSLA 2017). Those works segment long series by change
 * points; a fork here has ten to a few hundred iterations, for which this simpler rule is intended:
 *
 * <ol>
 *   <li>The series is split into four quarters, each represented by its median. Fewer than {@value
 *       #MIN_ITERATIONS} iterations are not classified.
 *   <li>The noise σ of one iteration is the median of |x(i+1) − x(i)| over √2·0.6745. Successive
 *       differences are used because a level shift or drift would inflate a deviation from the
 *       mean.
 *   <li>Two quarters are equal when they differ by at most 1 % of the later level or by three
 *       standard errors of a difference of medians, 3·1.2533·σ·√(2/quarter), whichever is larger.
 *   <li>If the last two quarters differ, or σ exceeds 10 % of the level: NO_STEADY_STATE. Otherwise
 *       the first quarter that differs from the last half decides: slower is WARM_UP (it got
 *       faster), faster is SLOWDOWN. If no quarter differs: FLAT.
 * </ol>
 *
 * <p>The class is published with the metrics. It never removes a sample.
 */
public enum SteadyState {
  /** The same level throughout. */
  FLAT,
  /** Slower at first, then steady. */
  WARM_UP,
  /** Faster at first, then steady. */
  SLOWDOWN,
  /** Still changing at the end, or too noisy to tell. */
  NO_STEADY_STATE,
  /** Too few iterations to tell. */
  UNCLASSIFIED;

  /** Minimum number of iterations for a classification. */
  public static final int MIN_ITERATIONS = 8;

  private static final double TOLERANCE = 0.01;
  private static final double NOISE_LIMIT = 0.10;

  /**
   * Classifies a series.
   *
   * @param times seconds (or any time unit) of each iteration, in execution order, all above 0;
   *     times, not rates
   */
  public static SteadyState classify(double[] times) {
    int n = times.length;
    if (n < MIN_ITERATIONS) {
      return UNCLASSIFIED;
    }
    double first = quarter(times, 0);
    double second = quarter(times, 1);
    double third = quarter(times, 2);
    double fourth = quarter(times, 3);
    double level = Quantiles.median(Arrays.copyOfRange(times, n / 2, n));
    double sigma = noise(times);
    double standardError = 1.2533 * sigma * Math.sqrt(8.0 / n);
    double tolerance = Math.max(TOLERANCE * level, 3 * standardError);
    if (sigma > NOISE_LIMIT * level || Math.abs(third - fourth) > tolerance) {
      return NO_STEADY_STATE;
    }
    for (double early : new double[] {first, second}) {
      if (Math.abs(early - level) > tolerance) {
        return early > level ? WARM_UP : SLOWDOWN;
      }
    }
    return FLAT;
  }

  private static double quarter(double[] times, int index) {
    int n = times.length;
    return Quantiles.median(Arrays.copyOfRange(times, index * n / 4, (index + 1) * n / 4));
  }

  private static double noise(double[] times) {
    double[] steps = new double[times.length - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.abs(times[i + 1] - times[i]);
    }
    return Quantiles.median(steps) / (Math.sqrt(2) * 0.6745);
  }
}
