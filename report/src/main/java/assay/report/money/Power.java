package assay.report.money;

import org.jspecify.annotations.Nullable;

/**
 * Measured power of a system.
 *
 * @param loadWatts under load, W; at least 0
 * @param idleWatts when idle, W; null if not measured: idle hours then cost nothing here, and the
 *     energy cost is a lower bound
 * @param whole whether a meter in front of the machine measured all of it; if not, what has no
 *     sensor is missing: fans, voltage regulators, power supply
 */
public record Power(double loadWatts, @Nullable Double idleWatts, boolean whole) {
  public Power {
    if (!(loadWatts >= 0 && Double.isFinite(loadWatts))
        || (idleWatts != null && !(idleWatts >= 0 && Double.isFinite(idleWatts)))) {
      throw new IllegalArgumentException("power of " + loadWatts + " W, idle " + idleWatts + " W");
    }
  }

  /** The same machine with another load. */
  public Power underLoad(double watts) {
    return new Power(watts, idleWatts, whole);
  }

  /** Mean power over a year, W, for this share of hours under load, 0 to 1. */
  double mean(double utilization) {
    double idle = idleWatts == null ? 0 : idleWatts;
    return utilization * loadWatts + (1 - utilization) * idle;
  }
}
