package assay.core.stats;

import java.util.Arrays;

/**
 * What scatters: forks, and the iterations within a fork. All values are relative variances
 * (variances of logarithms).
 *
 * <p>The statistic of a fork is the median of its iterations. So {@code iteration} is what one
 * iteration adds to the variance of that median: n times the variance of the median of n. It is
 * estimated from the medians of the iterations of odd and of even number, whose difference has
 * nothing else in it, and in which outliers count much less than in a variance.
 *
 * @param iteration of one iteration within its fork, 0 or more
 * @param fork of forks, apart from their iterations, 0 or more
 */
public record VarianceComponents(double iteration, double fork) {
  /** The fewest iterations of a fork that have two halves. */
  public static final int MIN_ITERATIONS = 4;

  public VarianceComponents {
    if (!(iteration >= 0 && fork >= 0)) {
      throw new IllegalArgumentException("variances " + iteration + " and " + fork + " below 0");
    }
  }

  /**
   * The components of some forks. The variance between the forks' medians contains what their
   * iterations leave, which is subtracted: T₂² = S₂² − S₁²/n (Kalibera and Jones, section 6.1, for
   * two levels).
   *
   * @param forks at least two, each of at least {@link #MIN_ITERATIONS} times above 0
   */
  public static VarianceComponents of(double[][] forks) {
    if (forks.length < 2) {
      throw new IllegalArgumentException("a variance between forks needs two");
    }
    double[] medians = new double[forks.length];
    double iteration = 0;
    double left = 0;
    for (int i = 0; i < forks.length; i++) {
      double[] logs = Arrays.stream(forks[i]).map(Math::log).toArray();
      medians[i] = Quantiles.median(logs);
      iteration += iteration(logs) / forks.length;
      left += 1.0 / logs.length / forks.length;
    }
    double mean = Arrays.stream(medians).average().orElseThrow();
    double between =
        Arrays.stream(medians).map(m -> (m - mean) * (m - mean)).sum() / (forks.length - 1);
    return new VarianceComponents(iteration, Math.max(0, between - iteration * left));
  }

  private static double iteration(double[] logs) {
    if (logs.length < MIN_ITERATIONS) {
      throw new IllegalArgumentException(
          logs.length + " iterations: two halves need " + MIN_ITERATIONS);
    }
    double[][] halves = {new double[(logs.length + 1) / 2], new double[logs.length / 2]};
    for (int i = 0; i < logs.length; i++) {
      halves[i % 2][i / 2] = logs[i];
    }
    double difference = Quantiles.median(halves[0]) - Quantiles.median(halves[1]);
    return difference * difference / (1.0 / halves[0].length + 1.0 / halves[1].length);
  }

  /**
   * The number of iterations in a fork that gives the narrowest result in a given time: √(cost of a
   * fork ÷ cost of an iteration · variance of an iteration ÷ variance of a fork), from T. Kalibera
   * and R. Jones, Rigorous Benchmarking in Reasonable Time, ISMM 2013.
   *
   * @param forkSeconds cost of a fork besides its iterations, above 0
   * @param iterationSeconds cost of an iteration, above 0
   * @return at least 0; infinite if only iterations scatter
   */
  public double bestIterations(double forkSeconds, double iterationSeconds) {
    return iteration == 0 ? 0 : Math.sqrt(forkSeconds / iterationSeconds * iteration / fork);
  }

  /** The variance of the median of a fork with so many iterations. */
  public double ofFork(int iterations) {
    return fork + iteration / iterations;
  }
}
