package assay.fpga.telemetry;

import assay.core.availability.Availability.Unavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The files with an AMD card's power, best first.
 *
 * <p>After XRT's sources ({@code xocl/subdev/xmc.c}, {@code hwmon_sdm.c}): {@code power1_input} and
 * {@code xmc_power_ins} are fresh, at most one cache time old; {@code xmc_power} of newer drivers
 * returns the last cached value without refreshing it; {@code power2_input} is not a measurement
 * but the target of clock scaling; on Versal cards the value must be multiplied by ten to the power
 * of {@code powerN_unitm}.
 */
final class XrtPower {
  private static final double MICROWATTS = 1e6;
  private static final List<String> TOTAL_LABELS = List.of("Total Power", "Total_Power");
  private static final String VALID = "Sensor Present and Valid";

  /**
   * One way to read it.
   *
   * @param file its path for messages
   * @param updateSeconds longest time between two updates, s
   */
  record Candidate(String file, Sensor sensor, double updateSeconds) {}

  private XrtPower() {}

  /** All ways, best first. */
  static List<Candidate> candidates(XrtCard card, List<Hwmon> monitors) {
    List<Candidate> candidates = new ArrayList<>();
    for (PciFunction function : card.functions()) {
      Controller controller = new Controller(function);
      for (Hwmon monitor : monitors) {
        if (monitor.function().equals(function)) {
          fromMonitor(monitor, controller.updateSeconds(), candidates);
        }
      }
      fromController(controller, candidates);
    }
    return candidates;
  }

  private static void fromMonitor(Hwmon monitor, double update, List<Candidate> into) {
    OptionalInt plain = monitor.labelled("power", "POWER");
    if (plain.isPresent()) {
      SysfsFile file = monitor.file("power" + plain.getAsInt() + "_input");
      into.add(new Candidate(file.name(), Sensor.power(file, MICROWATTS), update));
    }
    for (String label : TOTAL_LABELS) {
      OptionalInt total = monitor.labelled("power", label);
      if (total.isPresent() && monitor.has("power" + total.getAsInt() + "_unitm")) {
        String name = "power" + total.getAsInt();
        into.add(
            new Candidate(monitor.file(name + "_input").name(), scaled(monitor, name), update));
      }
    }
  }

  /** A sensor of a Versal card's monitor, which reports its own unit and whether it is valid. */
  static Sensor scaled(Hwmon monitor, String name) {
    SysfsFile input = monitor.file(name + "_input");
    SysfsFile modifier = monitor.file(name + "_unitm");
    SysfsFile status = monitor.file(name + "_status");
    return () -> {
      try {
        String said = status.text();
        if (!said.equals(VALID)) {
          return new Unavailable<>("'" + status.name() + "' says '" + said + "'");
        }
      } catch (IOException e) {
        return new Unavailable<>(
            "'" + status.name() + "' cannot be read, so the value may be invalid; check 'dmesg'");
      }
      return modifier
          .number()
          .flatMap(exponent ->
              input
                  .reading()
                  .flatMap(n ->
                      Sensor.checkedPower(
                          n * Math.pow(10, exponent), "'" + input.name() + "' gives ")));
    };
  }

  private static void fromController(Controller controller, List<Candidate> into) {
    double update = controller.updateSeconds();
    if (controller.has("xmc_power_ins")) {
      SysfsFile file = controller.file("xmc_power_ins");
      into.add(new Candidate(file.name(), Sensor.power(file, MICROWATTS), update));
    }
    if (controller.has("xmc_power")) {
      SysfsFile file = controller.file("xmc_power");
      into.add(
          new Candidate(
              file.name(), refreshed(controller, Sensor.power(file, MICROWATTS)), update));
    }
  }

  private static Sensor refreshed(Controller controller, Sensor power) {
    // Reading a voltage refreshes the driver's cache, from which xmc_power is then computed.
    SysfsFile voltage = controller.file("xmc_12v_pex_vol");
    return () -> voltage.reading().flatMap(_ -> power.read());
  }
}
