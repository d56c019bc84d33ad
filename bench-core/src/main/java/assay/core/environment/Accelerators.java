package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.Counted;
import assay.core.host.HostRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Display controllers and processing accelerators on the PCI bus: base classes 03 and 12 of the PCI
 * Code and ID Assignment Specification.
 *
 * <p>An idle link runs below its maximum, so its identity is the maximum that both ends support;
 * its current speed and width are state. Bus addresses may change between boots and identify
 * nothing.
 */
final class Accelerators {
  private static final String DEVICES = "sys/bus/pci/devices";
  private static final Map<String, String> GENERATIONS =
      Map.of("2.5", "1", "5", "2", "8", "3", "16", "4", "32", "5", "64", "6");

  private final HostRoot root;

  private Accelerators(HostRoot root) {
    this.root = root;
  }

  static void read(HostRoot root, Findings findings) {
    new Accelerators(root).read(findings);
  }

  private void read(Findings findings) {
    List<String> devices = root.list(DEVICES, ".+");
    if (devices.isEmpty()) {
      findings.identity("accelerators", new Unavailable<>(root.unlisted(DEVICES, "device")));
      return;
    }
    List<String> described = new ArrayList<>();
    for (String device : devices) {
      String pciClass = root.text(device + "/class").orElse("");
      if (pciClass.startsWith("0x03") || pciClass.startsWith("0x12")) {
        described.add(describe(device, pciClass));
        String address = device.substring(device.lastIndexOf('/') + 1);
        findings.state("accelerator." + address + ".link", current(device));
      }
    }
    findings.identity(
        "accelerators",
        new Available<>(described.isEmpty() ? "none" : Counted.withCounts(described)));
  }

  /** Such as {@code 10de:2330 (10de:16c1) class 0302 PCIe 5 x16}. */
  private String describe(String device, String pciClass) {
    String board = id(device, "subsystem_vendor") + ":" + id(device, "subsystem_device");
    Link own = Link.maximum(root, device);
    Link port = port(device);
    return id(device, "vendor")
        + ":"
        + id(device, "device")
        + " ("
        + board
        + ") class "
        + pciClass.replace("0x", "").replaceFirst("..$", "")
        + (root.exists(device + "/physfn") ? " virtual function" : "")
        + " "
        + (port == null ? own : own.lesser(port)).text();
  }

  private String id(String device, String file) {
    return root.text(device + "/" + file).orElse("?").replace("0x", "");
  }

  /** The upstream port, whose folder contains the device's; null if there is none. */
  private @Nullable Link port(String device) {
    try {
      Path folder = root.resolve(device).toRealPath().getParent();
      Path machine = root.path().toRealPath();
      if (folder == null || !folder.startsWith(machine)) {
        return null;
      }
      Link link = Link.maximum(root, machine.relativize(folder).toString());
      return link.isKnown() ? link : null;
    } catch (IOException e) {
      return null;
    }
  }

  private Availability<String> current(String device) {
    Availability<String> speed = root.text(device + "/current_link_speed");
    Availability<String> width = root.text(device + "/current_link_width");
    return speed instanceof Unavailable<String>
        ? speed
        : width.map(w -> new Link(Link.gigatransfers(speed.orElse("")), w).text());
  }

  /**
   * A PCIe link.
   *
   * @param speed GT/s without a trailing {@code .0}; empty if unknown
   * @param width lanes; empty if unknown
   */
  private record Link(String speed, String width) {
    static Link maximum(HostRoot root, String device) {
      String width = root.text(device + "/max_link_width").orElse("");
      return new Link(
          gigatransfers(root.text(device + "/max_link_speed").orElse("")),
          // A device inside the processor or passed through to a guest reports 0 or 255.
          width.matches("[1-9]|[1-3]\\d") ? width : "");
    }

    /** Older kernels write {@code 8 GT/s}, newer ones {@code 8.0 GT/s PCIe}. */
    static String gigatransfers(String text) {
      String number = text.replaceFirst(" GT/s.*", "").replaceFirst("\\.0$", "");
      return number.matches("\\d+(\\.\\d+)?") ? number : "";
    }

    boolean isKnown() {
      return !speed.isEmpty() && !width.isEmpty();
    }

    /** The lower speed and the lower lane count: what the two ends agree on. */
    Link lesser(Link other) {
      if (!isKnown() || !other.isKnown()) {
        return isKnown() ? this : other;
      }
      boolean slower = Double.parseDouble(speed) <= Double.parseDouble(other.speed);
      boolean narrower = Integer.parseInt(width) <= Integer.parseInt(other.width);
      return new Link(slower ? speed : other.speed, narrower ? width : other.width);
    }

    String text() {
      if (!isKnown()) {
        return "PCIe link not stated";
      }
      String generation = GENERATIONS.get(speed);
      return (generation == null ? "PCIe at " + speed + " GT/s" : "PCIe " + generation)
          + " x"
          + width;
    }
  }
}
