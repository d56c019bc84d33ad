package assay.core.stats;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Simulated forks: a level for each fork and, around it, iterations. */
final class Simulation {
  /** The median of the forks' levels that {@link #forks} draws from. */
  static final double TRUE_MEDIAN = 1;

  private Simulation() {}

  /**
   * Forks whose levels and iterations are normal, or lognormal with a long upper tail.
   *
   * @param sigma relative standard deviation between forks; that within a fork is half of it. In
   *     the lognormal case 25 times that, so that the skew is strong.
   */
  static double[][] forks(
      SplittableRandom random, int forks, int iterations, double sigma, boolean lognormal) {
    // SplittableRandom's nextGaussian is the generator's own: seeded, hence repeatable.
    RandomGenerator generator = random;
    double[][] times = new double[forks][iterations];
    for (double[] fork : times) {
      double level = generator.nextGaussian();
      for (int i = 0; i < iterations; i++) {
        double z = sigma * (level + 0.5 * generator.nextGaussian());
        fork[i] = TRUE_MEDIAN * (lognormal ? Math.exp(25 * z) : 1 + z);
      }
    }
    return times;
  }
}
