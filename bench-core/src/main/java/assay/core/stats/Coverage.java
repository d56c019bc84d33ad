package assay.core.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How often the published intervals contain the true median, by simulation with the classes that
 * publish them.
 */
public final class Coverage {
  /** How forks are distributed; each with a standard deviation of about 1. */
  public enum Shape {
    /** Normal. */
    NORMAL,
    /** Exponential: a long upper tail. */
    SKEWED,
    /** Two separate modes, 60 and 40 %, as of two ways to compile a loop. */
    BIMODAL,
    /** Normal, and one fork in ten up to ten standard deviations slower. */
    CONTAMINATED;

    private static final int MEDIAN_SAMPLE = 1_000_001;

    /** One value. */
    public double draw(RandomGenerator random) {
      double z = random.nextGaussian();
      return switch (this) {
        case NORMAL -> z;
        case SKEWED -> -Math.log(1 - random.nextDouble());
        case BIMODAL -> (random.nextDouble() < 0.4 ? 2 : 0) + 0.15 * z;
        case CONTAMINATED -> z + (random.nextDouble() < 0.1 ? 10 * random.nextDouble() : 0);
      };
    }

    /** The distribution's median, from a million values. */
    double median() {
      RandomGenerator random = new SplittableRandom(1);
      double[] values = new double[MEDIAN_SAMPLE];
      Arrays.setAll(values, i -> draw(random));
      return Quantiles.median(values);
    }
  }

  /**
   * The coverage of cells that were stopped by a rule.
   *
   * @param overall share of all cells whose interval contains the true median
   * @param met share of cells of which the rule says that the precision is met
   * @param whereMet share of those whose interval contains it; NaN if there are none
   * @param meanForks mean number of forks
   */
  public record Stopped(double overall, double met, double whereMet, double meanForks) {}

  private Coverage() {}

  /**
   * The share of intervals that contain the true median, for a fixed number of forks.
   *
   * @param forks at least 6
   */
  public static double ofIntervals(Shape shape, int forks, int trials, long seed) {
    double truth = shape.median();
    RandomGenerator random = new SplittableRandom(seed);
    double[] values = new double[forks];
    int hits = 0;
    for (int t = 0; t < trials; t++) {
      Arrays.setAll(values, i -> shape.draw(random));
      hits += contains(values, truth) ? 1 : 0;
    }
    return hits / (double) trials;
  }

  /**
   * The same for cells that a rule stops.
   *
   * @param sigma relative standard deviation between forks
   */
  public static Stopped ofStopping(
      Shape shape, double sigma, StoppingRule rule, int trials, long seed) {
    double centre = shape.median();
    RandomGenerator random = new SplittableRandom(seed);
    int hits = 0;
    int met = 0;
    int hitsWhereMet = 0;
    long forks = 0;
    for (int t = 0; t < trials; t++) {
      double[] all = new double[rule.maxForks()];
      Arrays.setAll(all, i -> 1 + sigma * (shape.draw(random) - centre));
      int n = 0;
      StoppingRule.Decision decision;
      do {
        n++;
        decision = rule.decide(Arrays.copyOf(all, n), false);
      } while (!decision.stop());
      boolean hit = contains(Arrays.copyOf(all, n), 1);
      boolean narrow = decision.action() == StoppingRule.Action.PRECISION_MET;
      hits += hit ? 1 : 0;
      met += narrow ? 1 : 0;
      hitsWhereMet += hit && narrow ? 1 : 0;
      forks += n;
    }
    return new Stopped(
        hits / (double) trials,
        met / (double) trials,
        hitsWhereMet / (double) met,
        forks / (double) trials);
  }

  private static boolean contains(double[] values, double truth) {
    return MedianInterval.of(values).toOptional().orElseThrow().contains(truth);
  }
}
