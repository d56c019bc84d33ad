package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.List;

/** The machine's power supplies as the kernel lists them. */
final class Batteries {
  /** Their folder, relative to the root. */
  static final String CLASS = "sys/class/power_supply";

  private static final List<String> POWERS = List.of("power_now");
  private static final List<String> CURRENTS = List.of("current_now", "voltage_now");

  private Batteries() {}

  /** The folders of the machine's own batteries, without those of mice and keyboards. */
  static List<String> own(HostRoot root) {
    List<String> folders = new ArrayList<>();
    for (String name : root.names(CLASS)) {
      String folder = CLASS + "/" + name;
      boolean battery = root.text(folder + "/type").orElse("").equals("Battery");
      boolean device = root.text(folder + "/scope").orElse("").equals("Device");
      boolean absent = root.text(folder + "/present").orElse("").equals("0");
      if (battery && !device && !absent) {
        folders.add(folder);
      }
    }
    return folders;
  }

  /** The folders of the mains adapters that report whether they are plugged in. */
  static List<String> mains(HostRoot root) {
    return root.names(CLASS).stream()
        .map(n -> CLASS + "/" + n)
        .filter(f -> root.text(f + "/type").orElse("").equals("Mains"))
        .filter(f -> root.exists(f + "/online"))
        .toList();
  }

  /** The files of {@code folder} whose product is its power: µW, or µA and µV; empty if none. */
  static List<String> powerFiles(HostRoot root, String folder) {
    for (List<String> files : List.of(POWERS, CURRENTS)) {
      List<String> paths = files.stream().map(f -> folder + "/" + f).toList();
      if (paths.stream().allMatch(p -> root.exists(p))) {
        return paths;
      }
    }
    return List.of();
  }
}
