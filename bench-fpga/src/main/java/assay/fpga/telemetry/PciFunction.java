package assay.fpga.telemetry;

import assay.core.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PCI function under {@code /sys/bus/pci/devices}.
 *
 * @param root the machine
 * @param address such as {@code 0000:3b:00.1}
 * @param folder its folder
 */
record PciFunction(HostRoot root, String address, Path folder) {
  private static final String DEVICES = "sys/bus/pci/devices";
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]");

  /** All functions, by address. */
  static List<PciFunction> all(HostRoot root) {
    List<PciFunction> functions = new ArrayList<>();
    for (Path folder : HostRoot.list(root.resolve(DEVICES), "*")) {
      String address = folder.getFileName().toString();
      if (ADDRESS.matcher(address).matches()) {
        functions.add(new PciFunction(root, address, folder));
      }
    }
    return functions;
  }

  /**
   * The function whose folder contains a device's folder.
   *
   * @param folder as under {@code /sys/devices}, links followed
   */
  static Optional<PciFunction> above(HostRoot root, Path folder) {
    Optional<String> last = Optional.empty();
    for (Path part : folder) {
      Matcher matcher = ADDRESS.matcher(part.toString());
      last = matcher.matches() ? Optional.of(part.toString()) : last;
    }
    return last.map(
        address -> new PciFunction(root, address, root.resolve(DEVICES).resolve(address)));
  }

  /** The slot's address without the function's number: the same for all functions of a card. */
  String card() {
    return address.substring(0, address.lastIndexOf('.'));
  }

  /** Whether it has that PCI vendor id. */
  boolean hasVendor(int id) {
    return id("vendor").equals(OptionalInt.of(id));
  }

  /**
   * One of its PCI numbers; empty if it cannot be read.
   *
   * @param name {@code vendor}, {@code device} or {@code class}
   */
  OptionalInt id(String name) {
    return file(name)
        .number()
        .map(number -> OptionalInt.of(number.intValue()))
        .orElse(OptionalInt.empty());
  }

  /** The driver bound to it; empty if there is none. */
  Optional<String> driver() {
    try {
      return Optional.of(Files.readSymbolicLink(folder.resolve("driver")).getFileName().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Vendor and device as {@code lspci -n} writes them. */
  String ids() {
    return hex("vendor") + ":" + hex("device");
  }

  private String hex(String name) {
    OptionalInt id = id(name);
    return id.isPresent() ? String.format(Locale.ROOT, "%04x", id.getAsInt()) : "unreadable";
  }

  /** One of its files. */
  SysfsFile file(String name) {
    return SysfsFile.at(root, folder.resolve(name));
  }

  @Override
  public String toString() {
    return address + " (" + ids() + ", driver " + driver().orElse("none") + ")";
  }
}
