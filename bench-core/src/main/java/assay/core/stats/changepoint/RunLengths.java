package assay.core.stats.changepoint;

import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/**
 * Bayesian online change points: the probability of each length of the current run, value by value
 * (R. P. Adams and D. J. C. MacKay, "Bayesian Online Changepoint Detection", arXiv 0710.3742).
 * Values of a run are normal with a normal-gamma prior, so that the next one is predicted by
 * Student's t. From the last value back, a run is as long as is most probable where it ends.
 *
 * <p>Autocorrelated values tell less: their likelihood is raised to the power of one over the
 * inflation of variances that autocorrelation causes.
 */
final class RunLengths {
  private static final double HAZARD = 1.0 / 200;

  /** Of the noise, which is about 1: ten values' worth. */
  private static final double PRIOR_SHAPE = 5;

  private static final double NEGLIGIBLE = 3e-4;

  private final double weight;
  private final double priorPrecision;

  /** ln Γ(shape + ½) − ln Γ(shape) by the length of a run. */
  private final double[] gammaRatio;

  /** Of the runs that may still go on, the oldest first. */
  private int runs;

  private final double[] probability;
  private final int[] start;
  private final double[] sum;
  private final double[] squares;

  private RunLengths(Standardized series) {
    int n = series.values().length;
    weight = 1 / series.inflation();
    double meanSquare = Arrays.stream(series.values()).map(x -> x * x).sum() / n;
    priorPrecision = 1 / (1 + meanSquare);
    gammaRatio = new double[n];
    for (int length = 0; length < n; length++) {
      double shape = PRIOR_SHAPE + weight * length / 2;
      gammaRatio[length] = Gamma.logGamma(shape + 0.5) - Gamma.logGamma(shape);
    }
    probability = new double[n + 1];
    start = new int[n + 1];
    sum = new double[n + 1];
    squares = new double[n + 1];
  }

  /** Positions in the standardized values, ascending. */
  static int[] changes(Standardized series) {
    return new RunLengths(series).follow(series.values());
  }

  private int[] follow(double[] values) {
    int[] likeliest = new int[values.length];
    double[] predictive = new double[values.length + 1];
    for (int t = 0; t < values.length; t++) {
      begin(t);
      double greatest = Double.NEGATIVE_INFINITY;
      for (int r = 0; r < runs; r++) {
        predictive[r] = logPredictive(values[t], r, t - start[r]);
        greatest = Math.max(greatest, predictive[r]);
      }
      double total = 0;
      for (int r = 0; r < runs; r++) {
        probability[r] *= Math.exp(predictive[r] - greatest);
        total += probability[r];
        sum[r] += values[t];
        squares[r] += values[t] * values[t];
      }
      likeliest[t] = prune(total);
    }
    return path(likeliest);
  }

  /** A run may begin at t; the others go on. */
  private void begin(int t) {
    for (int r = 0; r < runs; r++) {
      probability[r] *= 1 - HAZARD;
    }
    probability[runs] = t == 0 ? 1 : HAZARD;
    start[runs] = t;
    sum[runs] = 0;
    squares[runs] = 0;
    runs++;
  }

  private double logPredictive(double value, int run, int length) {
    double seen = weight * length;
    double precision = priorPrecision + seen;
    double mean = weight * sum[run] / precision;
    double shape = PRIOR_SHAPE + seen / 2;
    double scatter = weight * squares[run] - precision * mean * mean;
    double rate = PRIOR_SHAPE + Math.max(0, scatter) / 2;
    double spread = rate * (precision + 1) / (shape * precision);
    double deviation = value - mean;
    double log =
        gammaRatio[length]
            - 0.5 * Math.log(2 * shape * Math.PI * spread)
            - (shape + 0.5) * Math.log1p(deviation * deviation / (2 * shape * spread));
    return weight * log;
  }

  /** Drops runs of negligible probability and says when the likeliest one began. */
  private int prune(double total) {
    int left = 0;
    int best = 0;
    for (int r = 0; r < runs; r++) {
      double own = probability[r] / total;
      if (own >= NEGLIGIBLE) {
        probability[left] = own;
        start[left] = start[r];
        sum[left] = sum[r];
        squares[left] = squares[r];
        if (own > probability[best]) {
          best = left;
        }
        left++;
      }
    }
    runs = left;
    return start[best];
  }

  private static int[] path(int[] likeliest) {
    int[] changes = new int[likeliest.length];
    int count = 0;
    int at = likeliest[likeliest.length - 1];
    while (at > 0) {
      changes[changes.length - ++count] = at;
      at = likeliest[at - 1];
    }
    return Arrays.copyOfRange(changes, changes.length - count, changes.length);
  }
}
