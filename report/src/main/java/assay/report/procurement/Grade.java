package assay.report.procurement;

import java.util.Locale;
import java.util.Set;

/**
 * What kind of meter an energy comes from, by the id of its source. The more of the machine it sees
 * and the less it is a model, the better it serves a comparison of machines.
 */
enum Grade {
  /** A counter inside the processor: its package and what belongs to it, partly modelled. */
  INTERNAL_COUNTER,
  /** A sensor on a board or supply rail: that board alone. */
  BOARD_SENSOR,
  /** A meter outside the machine: all of it. */
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
