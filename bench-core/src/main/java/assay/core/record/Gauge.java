package assay.core.record;

import assay.core.checks.Checks;

/**
 * A quantity sampled during the measured window, such as a clock or an occupancy.
 *
 * @param unit such as {@code %}, {@code Hz}, {@code °C} or {@code W}
 * @param mean mean of the samples
 * @param min smallest sample
 * @param max largest sample
 * @param samples number of samples, at least 1
 */
public record Gauge(String unit, double mean, double min, double max, long samples) {
  public Gauge {
    Checks.text("unit", unit);
    Checks.finite("mean", mean);
    Checks.finite("min", min);
    Checks.finite("max", max);
    if (samples < 1 || min > max) {
      throw new IllegalArgumentException(
          samples + " samples between " + min + " and " + max + " are not a valid gauge");
    }
  }

  /** Both combined; the mean is weighted by the number of samples. */
  Gauge with(Gauge other) {
    long all = samples + other.samples;
    return new Gauge(
        unit,
        (mean * samples + other.mean * other.samples) / all,
        Math.min(min, other.min),
        Math.max(max, other.max),
        all);
  }
}
