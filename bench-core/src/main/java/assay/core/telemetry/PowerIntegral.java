package assay.core.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The integral of a power sensor's readings.
 *
 * <p>A reading is held for one update and may be a mean over the time before, so the readings come
 * late by (τ + A)/2 on average, τ the update period and A the averaging time. A shift of the time
 * axis costs only the difference of the two ends: the trapezoid's sum plus (τ + A)/2·(last −
 * first).
 *
 * <p>The standard uncertainty has three parts:
 *
 * <ul>
 *   <li>what happened between readings: ½·Σ h²·(x₂ − x₁)² over readings at least one update apart,
 *       which is T²·s²/n where the readings scatter independently, and small where they follow the
 *       power;
 *   <li>how the power went inside the averaging time before each edge, which a mean hides: a step
 *       of ΔP at any place in it moves the energy by A/2·ΔP·√(1/30) (the ramp-weighted against the
 *       plain mean), twice, with ΔP the range of all readings;
 *   <li>that nothing is known between two updates at the edges: P·τ/√6, as for a counter.
 * </ul>
 */
record PowerIntegral(double joules, double standardJoules) {
  /**
   * Integrates.
   *
   * @param readings at least two, all present, in the order of time
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

  /** Readings at least one update apart: a value that was only read twice has no scatter. */
  private static List<Point> thinned(List<Point> readings, double least) {
    List<Point> kept = new ArrayList<>();
    for (Point reading : readings) {
      if (kept.isEmpty() || seconds(kept.getLast(), reading) >= least * 0.9) {
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
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Point reading : readings) {
      least = Math.min(least, reading.value());
      most = Math.max(most, reading.value());
    }
    return most - least;
  }

  private static double seconds(Point from, Point to) {
    return (to.nanos() - from.nanos()) / 1e9;
  }
}
