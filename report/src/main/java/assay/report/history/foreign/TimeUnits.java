package assay.report.history.foreign;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Units of time. */
final class TimeUnits {
  private static final Map<String, Double> SECONDS =
      Map.of("ns", 1e-9, "us", 1e-6, "µs", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0);

  private TimeUnits() {}

  /** The unit in s; null if it is no unit of time. */
  static @Nullable Double seconds(String unit) {
    return SECONDS.get(unit);
  }
}
