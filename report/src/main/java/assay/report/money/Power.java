package assay.report.money;

import org.jspecify.annotations.Nullable;

/**
 * Measured power of a system.
 *
 * @param loadWatts under load, W; at least 0
 * @param idleWatts when idle, W; null if not measured: idle hours then cost nothing here, and the
 *     energy cost is a lower bound
 */
public record Power(double loadWatts, @Nullable Double idleWatts) {
  public Power {
    if (!(loadWatts >= 0 && Double.isFinite(loadWatts))
        || (idleWatts != null && !(idleWatts >= 0 && Double.isFinite(idleWatts)))) {
      throw new IllegalArgumentException("power of " + loadWatts + " W, idle " + idleWatts + " W");
    }
  }

  /** Mean power over a year, W, for this share of hours under load, 0 to 1. */
  double mean(double utilization) {
    double idle = idleWatts == null ? 0 : idleWatts;
    return utilization * loadWatts + (1 - utilization) * idle;
  }
}
