package assay.core.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The integral of a power sensor's readings.
 *
 * <p>A reading is held for one update period τ and may be a mean over the preceding averaging time
 * A, so readings lag by (τ + A)/2 on average. The shift of the time axis only affects the two ends:
 * the integral is the trapezoidal sum plus (τ + A)/2·(last − first).
 *
 * <p>The standard uncertainty has three parts:
 *
 * <ul>
 *   <li>variation between readings: ½·Σ h²·(x₂ − x₁)² over readings at least one update apart,
 *       which is T²·s²/n if the readings scatter independently, and small if they follow the power;
 *   <li>variation of the power within the averaging time before each edge, which a mean hides: a
 *       step of ΔP anywhere in it changes the energy by A/2·ΔP·√(1/30) (ramp-weighted minus plain
 *       mean), for each of the two edges, with ΔP the range of all readings;
 *   <li>the unknown lag between updates at the edges: P·τ/√6, as for a counter.
 * </ul>
 */
record PowerIntegral(double joules, double standardJoules) {
  /**
   * Integrates.
   *
   * @param readings at least two, all present, in time order
   */
  static PowerIntegral of(Channel.Power sensor, List<Point> readings) {
    double lag = (sensor.updateSeconds() + sensor.averagedSeconds()) / 2;
    double rise = readings.getLast().value() - readings.getFirst().value();
    double joules = trapezoid(readings) + lag * rise;
    double duration = seconds(readings.getFirst(), readings.getLast());
    double between = betweenReadings(thinned(readings, sensor.updateSeconds()));
    double hidden = sensor.averagedSeconds() / 2 * range(readings);
    double edges = joules / duration * sensor.updateSeconds();
    return new PowerIntegral(joules, Math.sqrt(between + hidden * hidden / 15 + edges * edges / 6));
  }

  private static double trapezoid(List<Point> readings) {
    double joules = 0;
    for (int i = 1; i < readings.size(); i++) {
      Point a = readings.get(i - 1);
      Point b = readings.get(i);
      joules += (a.value() + b.value()) / 2 * seconds(a, b);
    }
    return joules;
  }

  /** Readings at least one update apart: the same value read twice has no scatter. */
  private static List<Point> thinned(List<Point> readings, double minSeconds) {
    List<Point> kept = new ArrayList<>();
    for (Point reading : readings) {
      if (kept.isEmpty() || seconds(kept.getLast(), reading) >= minSeconds * 0.9) {
        kept.add(reading);
      }
    }
    return kept;
  }

  private static double betweenReadings(List<Point> readings) {
    double variance = 0;
    for (int i = 1; i < readings.size(); i++) {
      double step = readings.get(i).value() - readings.get(i - 1).value();
      double energy = step * seconds(readings.get(i - 1), readings.get(i));
      variance += energy * energy / 2;
    }
    return variance;
  }

  private static double range(List<Point> readings) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Point reading : readings) {
      min = Math.min(min, reading.value());
      max = Math.max(max, reading.value());
    }
    return max - min;
  }

  private static double seconds(Point from, Point to) {
    return (to.nanos() - from.nanos()) / 1e9;
  }
}
