package assay.fpga.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The hardware monitors of one Intel FPGA card.
 *
 * @param function the card's PCI function
 * @param monitors its FPGA management engine's ({@code dfl_fme_…}) and its board controller's
 */
record DflMonitors(PciFunction function, List<Hwmon> monitors) {
  /** The hwmon core turns the dash of {@code n6000bmc-hwmon} into an underscore. */
  private static final Pattern BOARD_CONTROLLER = Pattern.compile("[a-z]\\d{4}bmc([-_]hwmon)?");

  /** All such cards, by address. */
  static List<DflMonitors> all(List<Hwmon> monitors) {
    Map<String, List<Hwmon>> cards = new TreeMap<>();
    for (Hwmon monitor : monitors) {
      if (isDfl(monitor)) {
        cards.computeIfAbsent(monitor.function().address(), _ -> new ArrayList<>()).add(monitor);
      }
    }
    return cards.values().stream()
        .map(list -> new DflMonitors(list.getFirst().function(), list))
        .toList();
  }

  /** Whether it belongs to such a card. */
  static boolean isDfl(Hwmon monitor) {
    return monitor.name().startsWith("dfl_fme_")
        || BOARD_CONTROLLER.matcher(monitor.name()).matches();
  }

  /** The board controller's monitor: it measures the whole board. */
  Optional<Hwmon> boardController() {
    return monitors.stream()
        .filter(monitor -> BOARD_CONTROLLER.matcher(monitor.name()).matches())
        .findFirst();
  }

  /** The monitor of that name, such as {@code dfl_fme_power}. */
  Optional<Hwmon> named(String name) {
    return monitors.stream().filter(monitor -> monitor.name().equals(name)).findFirst();
  }
}
