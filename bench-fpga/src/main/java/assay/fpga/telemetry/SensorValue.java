package assay.fpga.telemetry;

import java.util.function.DoubleFunction;

/** What came of reading a sensor once. */
sealed interface SensorValue {
  /** It has a value, in the sensor's unit. */
  record Known(double number) implements SensorValue {}

  /**
   * It has none.
   *
   * @param reason which file or command, what was found, and what helps
   */
  record Missing(String reason) implements SensorValue {}

  /** What {@code next} makes of the value; a missing one stays missing. */
  default SensorValue then(DoubleFunction<SensorValue> next) {
    return switch (this) {
      case Known known -> next.apply(known.number());
      case Missing missing -> missing;
    };
  }

  /** Whether there is a value. */
  default boolean known() {
    return this instanceof Known;
  }
}
