package assay.fpga.telemetry;

import assay.core.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hardware monitor of a PCI card, under {@code /sys/class/hwmon}. Its files are those of the
 * kernel's {@code Documentation/hwmon/sysfs-interface.rst}: µW, mV, mA, m°C, rpm.
 *
 * @param name the driver's name for it, such as {@code dfl_fme_power}
 * @param function the PCI function it belongs to
 * @param device folder of the device that registered it, links followed
 * @param folder its own folder, links followed
 */
record Hwmon(String name, PciFunction function, Path device, Path folder) {
  /** All monitors of PCI cards. */
  static List<Hwmon> all(HostRoot root) {
    List<Hwmon> monitors = new ArrayList<>();
    for (Path link : HostRoot.list(root.resolve("sys/class/hwmon"), "hwmon*")) {
      of(root, link).ifPresent(monitors::add);
    }
    return monitors;
  }

  private static Optional<Hwmon> of(HostRoot root, Path link) {
    try {
      Path folder = link.toRealPath();
      Path device = folder.resolve("device").toRealPath();
      String name = SysfsFile.at(root, folder.resolve("name")).text();
      return PciFunction.above(root, device).map(f -> new Hwmon(name, f, device, folder));
    } catch (IOException e) {
      // Without device or name it does not belong to a card.
      return Optional.empty();
    }
  }

  /** Whether it has this file. */
  boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  /** One of its files, found again under another number if the card comes back. */
  SysfsFile file(String file) {
    return new SysfsFile(function.root(), folder.resolve(file), () -> again(file));
  }

  private Optional<Path> again(String file) {
    return HostRoot.list(device.resolve("hwmon"), "hwmon*").stream()
        .filter(this::sameName)
        .map(found -> found.resolve(file))
        .filter(Files::exists)
        .findFirst();
  }

  private boolean sameName(Path found) {
    try {
      return SysfsFile.at(function.root(), found.resolve("name")).text().equals(name);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The numbers of its sensors of a kind, ascending.
   *
   * @param kind such as {@code power} or {@code temp}
   */
  List<Integer> numbers(String kind) {
    Pattern pattern = Pattern.compile(kind + "(\\d{1,4})_input");
    List<Integer> numbers = new ArrayList<>();
    for (Path file : HostRoot.list(folder, kind + "*_input")) {
      Matcher matcher = pattern.matcher(file.getFileName().toString());
      if (matcher.matches()) {
        numbers.add(Integer.valueOf(matcher.group(1)));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  /** A sensor's label, or the name of its file if it has none. */
  String label(String kind, int number) {
    String sensor = kind + number;
    try {
      return file(sensor + "_label").text();
    } catch (IOException e) {
      return sensor;
    }
  }

  /** The number of the sensor with that label, ignoring case. */
  OptionalInt labelled(String kind, String label) {
    return numbers(kind).stream()
        .filter(number -> label(kind, number).equalsIgnoreCase(label))
        .mapToInt(Integer::intValue)
        .findFirst();
  }
}
