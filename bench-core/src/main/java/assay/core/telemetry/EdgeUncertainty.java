package assay.core.telemetry;

import assay.core.telemetry.CounterPath.Stretch;
import java.util.List;

/**
 * The standard uncertainty of a counter's difference.
 *
 * <p>A reading is as old as the last update, between 0 and the period τ. At power P the difference
 * of two such lags has the standard deviation P·τ/√6. P is the larger of the mean and the power
 * near either edge, measured over five updates or more. With bursty power the energies during the
 * lags vary too: with D the variance of the energy per second, estimated from neighbouring
 * stretches as mean((P₂−P₁)²/(1/t₁+1/t₂)), both lags together have the variance D·τ. The count size
 * q of two readings adds q/√6.
 *
 * <pre>u² = P²τ²/6 + D·τ + q²/6</pre>
 *
 * <p>Without readings inside the window neither P near the edges nor D is known; then the largest
 * difference of two lags at the mean power, P·τ, is used as the expanded uncertainty: u = P·τ/2.
 *
 * <p>If a counter stalled at an edge for longer than τ, that duration replaces τ there.
 */
final class EdgeUncertainty {
  private static final double UPDATES_OF_A_STRETCH = 5;

  private EdgeUncertainty() {}

  /** Whether the path has enough readings to show the power near its edges. */
  static boolean seesInside(Channel.EnergyCounter counter, CounterPath path) {
    return stretches(counter, path).size() >= 2;
  }

  /** The standard uncertainty (k = 1) of the path's energy in J. */
  static double joules(Channel.EnergyCounter counter, CounterPath path) {
    double lag = longestLag(counter, path);
    double count = counter.joulesPerCount() * counter.joulesPerCount() / 6;
    List<Stretch> stretches = stretches(counter, path);
    double mean = path.total() / path.duration();
    if (stretches.size() < 2) {
      return Math.sqrt(mean * mean * lag * lag / 4 + count);
    }
    double edges = Math.max(stretches.getFirst().watts(), stretches.getLast().watts());
    double energy = Math.max(mean, edges) * lag;
    return Math.sqrt(energy * energy / 6 + burstiness(stretches) * lag + count);
  }

  private static List<Stretch> stretches(Channel.EnergyCounter counter, CounterPath path) {
    return path.stretches(UPDATES_OF_A_STRETCH * counter.updateSeconds());
  }

  private static double longestLag(Channel.EnergyCounter counter, CounterPath path) {
    double standing = Math.max(path.standingAt(0), path.standingAt(path.joules().length - 1));
    return Math.max(counter.updateSeconds(), standing);
  }

  /** Variance of the energy per second in J²/s. */
  private static double burstiness(List<Stretch> stretches) {
    double sum = 0;
    for (int i = 1; i < stretches.size(); i++) {
      Stretch a = stretches.get(i - 1);
      Stretch b = stretches.get(i);
      double difference = b.watts() - a.watts();
      sum += difference * difference / (1 / a.seconds() + 1 / b.seconds());
    }
    return sum / (stretches.size() - 1);
  }
}
