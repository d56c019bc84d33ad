package assay.report.procurement;

import java.util.Locale;
import java.util.Set;

/**
 * Kind of meter that an energy comes from, by the id of its source. The more of the machine it
 * covers and the less it relies on a model, the better it suits a comparison of machines.
 */
enum Grade {
  /** A counter in the processor: covers the package and what belongs to it, partly modelled. */
  INTERNAL_COUNTER,
  /** A sensor on a board or supply rail: covers that board only. */
  BOARD_SENSOR,
  /** A meter outside the machine: covers all of it. */
  EXTERNAL_METER,
  /** A source that this version does not know. */
  UNKNOWN;

  private static final Set<String> COUNTERS = Set.of("rapl");
  private static final Set<String> BOARDS =
      Set.of("nvml", "xrt", "xrt-smi", "dfl", "hwmon-board", "hwmon-power", "battery", "ipmi");
  private static final Set<String> METERS = Set.of("wall-meter");

  static Grade of(String source) {
    if (COUNTERS.contains(source)) {
      return INTERNAL_COUNTER;
    }
    if (BOARDS.contains(source)) {
      return BOARD_SENSOR;
    }
    return METERS.contains(source) ? EXTERNAL_METER : UNKNOWN;
  }

  String key() {
    return "grade." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
