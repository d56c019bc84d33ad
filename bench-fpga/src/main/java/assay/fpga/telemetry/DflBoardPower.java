package assay.fpga.telemetry;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The whole board's power as reported by the controller of an Intel FPGA card.
 *
 * <p>After the kernel's {@code drivers/hwmon/intel-m10-bmc-hwmon.c}: N3000 and N6000 have a power
 * sensor; D5005 and N5010 have voltage and current of their 12 V inputs.
 *
 * @param sensor W
 * @param caveat what it does not include; null if it is the whole board
 */
record DflBoardPower(Sensor sensor, @Nullable String caveat) {
  /**
   * A card of this size cannot run on less than this, in W: N6000 boards reported mW as µW until
   * "Fix multiplier for N6000 board power sensor" (Linux 6.10, stable 6.9.4).
   */
  private static final double MIN_WATTS = 1;

  private static final double MICROWATTS = 1e6;

  /** Labels of the inputs' voltage and current on different controllers. */
  private static final List<List<String>> INPUTS =
      List.of(
          List.of("12v Backplane", "12v AUX"), // D5005
          List.of("Backplane 12V", "AUX 12V")); // N5010

  /** The controller's power, if it reports any. */
  static Optional<DflBoardPower> of(Hwmon controller) {
    List<Integer> numbers = controller.numbers("power");
    if (!numbers.isEmpty()) {
      SysfsFile file = controller.file("power" + numbers.getFirst() + "_input");
      return Optional.of(new DflBoardPower(notMilliwatts(file), null));
    }
    return INPUTS.stream().flatMap(inputs -> sum(controller, inputs).stream()).findFirst();
  }

  private static Sensor notMilliwatts(SysfsFile file) {
    Sensor power = Sensor.power(file, MICROWATTS);
    return () ->
        power
            .read()
            .flatMap(watts ->
                watts >= MIN_WATTS
                    ? new Available<>(watts)
                    : new Unavailable<>(
                        "'"
                            + file.name()
                            + "' gives "
                            + watts
                            + " W for a whole board: this kernel's intel-m10-bmc-hwmon reports"
                            + " mW as µW; update to Linux 6.9.4, 6.10 or newer"));
  }

  private static Optional<DflBoardPower> sum(Hwmon controller, List<String> inputs) {
    List<Sensor> products = new ArrayList<>();
    for (String input : inputs) {
      OptionalInt volts = controller.labelled("in", input + " Voltage");
      OptionalInt amperes = controller.labelled("curr", input + " Current");
      if (volts.isPresent() && amperes.isPresent()) {
        products.add(
            Sensor.voltsTimesAmperes(
                controller.file("in" + volts.getAsInt() + "_input"),
                controller.file("curr" + amperes.getAsInt() + "_input")));
      }
    }
    if (products.size() != inputs.size()) {
      return Optional.empty();
    }
    String what = "the 12 V inputs of " + controller.function().address();
    return Optional.of(
        new DflBoardPower(
            Sensor.totalPower(products, what),
            "power is computed from voltage and current of the inputs "
                + String.join(" and ", inputs)
                + "; the slot's 3.3 V (at most 9.9 W) is not measured"));
  }
}
