package assay.report.money;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/** Inputs for tests: everything 0 but what is given. */
final class Offers {
  private Offers() {}

  static Inputs inputs(Map<Input, Double> given) {
    Map<Input, Double> values = new EnumMap<>(Input.class);
    for (Input input : Input.values()) {
      values.put(input, 0.0);
    }
    values.put(Input.YEARS, 1.0);
    values.put(Input.UTILIZATION, 100.0);
    values.put(Input.PUE, 1.0);
    values.putAll(given);
    return new Inputs("host-a", LocalDate.parse("2026-11-22"), values, "a meter in the rack");
  }
}
