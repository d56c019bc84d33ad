package assay.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the executions of one fork behaved over time, from its first ones to its last.
 *
 * <p>The four classes, and the way to them (outliers set aside, change points by penalised
 * likelihood, segments compared with the last one), are those of E. Barrett and others, "Virtual
 * Machine Warmup Blows Hot and Cold", OOPSLA 2017, section 4. About one fork in ten of published
 * JMH suites never reaches a steady state (L. Traini and others, "Towards effective assessment of
 * steady state performance in Java software", Empirical Software Engineering 28, 2023). Their forks
 * have 2,000 and 3,000 iterations of a fixed number; a fork here has some tens of points of
 * warm-up, then the samples that metrics use, so some steps differ:
 *
 * <ol>
 *   <li>Times are replaced by their logarithms, so that a change is relative and the warm-up, which
 *       may be a thousand times slower, does not drown the rest. The noise σ of one point is the
 *       median of |x(i+1) − x(i)| over √2·0.6745: successive differences, because a shift or a
 *       drift would inflate a deviation from the mean; at least a tenth of the tolerance of 1 %,
 *       since finer differences are never reported.
 *   <li>A point further than 3σ from the median of the seven around it is set aside (F. R. Hampel's
 *       identifier; at most three deviating points in a row are thus outliers). The ends, which
 *       have no full window, keep their points.
 *   <li>The remaining points are cut into segments of at least {@value #MIN_SEGMENT} by optimal
 *       partitioning with pruning, which is exact (R. Killick, P. Fearnhead and I. Eckley, "Optimal
 *       Detection of Changepoints With a Linear Computational Cost", JASA 107, 2012). A segment
 *       costs twice the negative log-likelihood of Laplace-distributed points: 2·Σ|x − median|/b
 *       with b = σ·√(2/π). That is the robust counterpart of the normal distribution's: one wild
 *       point more or less moves no boundary. A change costs 10·ln n. Barrett and others, in the
 *       program with which they analysed their data, have 15·ln n for a change of mean and
 *       variance: 5·ln n for each of its place, mean and variance, of which there are two here.
 *       That is more than for independent points, which iterations are not.
 *   <li>Neighbouring segments whose medians differ by at most 1 % are merged, the most similar
 *       first.
 *   <li>NO_STEADY_STATE if the σ of the samples exceeds 10 %, or if the last segment is too short.
 *       It must have a quarter of all points, as with Barrett and others, or as many as there are
 *       samples if these are fewer, and the whole second half of the samples, so that their median
 *       is one of the last level. Otherwise SLOWDOWN if any earlier segment is faster than the last
 *       by more than 1 %, else WARM_UP if any is slower, else FLAT.
 * </ol>
 *
 * <p>Series of more than {@value #MAX_POINTS} points are first reduced to medians of equally long
 * blocks, so that the cost is bounded. The same times always have the same class.
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
  /** Too few points to tell. */
  UNCLASSIFIED;

  /** Minimum number of points, warm-up and samples together, for a classification. */
  public static final int MIN_POINTS = 12;

  /** Minimum number of points in a segment, and of samples for a classification. */
  public static final int MIN_SEGMENT = 4;

  private static final int MAX_POINTS = 1_000;
  private static final double TOLERANCE = Math.log1p(0.01);
  private static final double NOISE_LIMIT = 0.10;
  private static final double PENALTY = 10;

  /**
   * Classifies a fork.
   *
   * @param warmup seconds (or any time unit) per execution before the samples, in execution order
   * @param samples the same of the samples that metrics use
   * @throws IllegalArgumentException if a time is not above 0
   */
  public static SteadyState classify(double[] warmup, double[] samples) {
    if (samples.length < MIN_SEGMENT || warmup.length + samples.length < MIN_POINTS) {
      return UNCLASSIFIED;
    }
    double[] logs = Arrays.copyOf(warmup, warmup.length + samples.length);
    System.arraycopy(samples, 0, logs, warmup.length, samples.length);
    for (int i = 0; i < logs.length; i++) {
      if (!(logs[i] > 0)) {
        throw new IllegalArgumentException("a time of " + logs[i] + " is not above 0");
      }
      logs[i] = Math.log(logs[i]);
    }
    if (Noise.ofDifferences(Arrays.copyOfRange(logs, warmup.length, logs.length)) > NOISE_LIMIT) {
      return NO_STEADY_STATE;
    }
    int block = Math.ceilDiv(logs.length, MAX_POINTS);
    int most = Math.min(Math.ceilDiv(logs.length, 4), samples.length);
    int latest = Math.min(warmup.length + samples.length / 2, logs.length - most);
    return classify(blocks(logs, block), latest / block);
  }

  /**
   * @param steadyFrom the last point at which the last segment may begin
   */
  private static SteadyState classify(double[] points, int steadyFrom) {
    double sigma = Math.max(Noise.ofDifferences(points), TOLERANCE / 10);
    int[] kept = Noise.withoutOutliers(points, sigma);
    double[] values = new double[kept.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = points[kept[i]];
    }
    List<Segment> segments = merged(values, Segments.starts(values, sigma, MIN_SEGMENT, PENALTY));
    Segment last = segments.getLast();
    if (kept[last.from()] > steadyFrom) {
      return NO_STEADY_STATE;
    }
    boolean slower = false;
    for (Segment segment : segments) {
      if (segment.level() < last.level() - TOLERANCE) {
        return SLOWDOWN;
      }
      slower |= segment.level() > last.level() + TOLERANCE;
    }
    return slower ? WARM_UP : FLAT;
  }

  private static double[] blocks(double[] points, int length) {
    if (length == 1) {
      return points;
    }
    double[] medians = new double[Math.ceilDiv(points.length, length)];
    for (int i = 0; i < medians.length; i++) {
      int from = i * length;
      medians[i] =
          Quantiles.median(
              Arrays.copyOfRange(points, from, Math.min(points.length, from + length)));
    }
    return medians;
  }

  /** Points from {@code from} up to the next segment, and their median. */
  private record Segment(int from, double level) {}

  private static List<Segment> merged(double[] values, List<Integer> starts) {
    List<Integer> left = new ArrayList<>(starts);
    while (true) {
      List<Segment> segments = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        int to = i + 1 < left.size() ? left.get(i + 1) : values.length;
        segments.add(
            new Segment(
                left.get(i), Quantiles.median(Arrays.copyOfRange(values, left.get(i), to))));
      }
      int closest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 1; i < segments.size(); i++) {
        double step = Math.abs(segments.get(i).level() - segments.get(i - 1).level());
        if (step < least) {
          least = step;
          closest = i;
        }
      }
      if (!(least <= TOLERANCE)) {
        return segments;
      }
      left.remove(/* index */ closest);
    }
  }
}
