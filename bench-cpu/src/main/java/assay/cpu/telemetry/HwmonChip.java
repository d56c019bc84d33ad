package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chip of the kernel's hardware monitoring (Documentation/hwmon/sysfs-interface.rst).
 *
 * @param folder its folder below the root
 * @param name the driver's name for it, such as {@code coretemp}
 * @param device the real path of the device it belongs to, which distinguishes chips
 */
record HwmonChip(HostRoot root, String folder, String name, String device) {
  /** Folder of the chips, relative to the root. */
  static final String CLASS = "sys/class/hwmon";

  private static final Pattern INPUT = Pattern.compile("(power|energy|temp)(\\d+)_(input|average)");
  private static final List<String> ACCELERATORS =
      List.of(
          "amdgpu",
          "radeon",
          "nouveau",
          "nvidia",
          "i915",
          "xilinx",
          "xrt",
          "xocl",
          "xclmgmt",
          "xmgmt",
          "dfl",
          "n3000bmc",
          "n5010bmc",
          "n6000bmc",
          "d5005bmc",
          "habanalabs",
          "qaic");
  // Too short to match as a prefix.
  private static final String XE = "xe";
  private static final List<String> ACCELERATOR_CLASSES = List.of("0x03", "0x12");
  private static final String XILINX = "0x10ee";

  /**
   * A sensor of a chip.
   *
   * @param kind {@code power}, {@code energy} or {@code temp}
   * @param number its number within the chip and kind
   * @param file the file to read, {@code …_input} where there is one, else {@code …_average}
   * @param label the driver's or firmware's name for it; empty if there is none
   */
  record Sensor(String kind, int number, String file, Optional<String> label) {
    boolean average() {
      return file.endsWith("_average");
    }
  }

  /** All chips, in the order of their devices, which is the order of the packages. */
  static List<HwmonChip> all(HostRoot root) {
    List<HwmonChip> chips = new ArrayList<>();
    for (String entry : root.names(CLASS)) {
      String folder = CLASS + "/" + entry;
      root.text(folder + "/name")
          .toOptional()
          .ifPresent(
              n -> chips.add(new HwmonChip(root, folder, n, root.realPath(folder + "/device"))));
    }
    chips.sort(Comparator.comparing(HwmonChip::device));
    return chips;
  }

  /** Its sensors of one kind, ascending. */
  List<Sensor> sensors(String kind) {
    List<Sensor> sensors = new ArrayList<>();
    List<String> files = root.names(folder);
    for (String file : files) {
      Matcher m = INPUT.matcher(file);
      if (m.matches() && m.group(1).equals(kind)) {
        String stem = kind + m.group(2);
        if (file.endsWith("_input") || !files.contains(stem + "_input")) {
          sensors.add(new Sensor(kind, Integer.parseInt(m.group(2)), file, label(stem)));
        }
      }
    }
    return sensors;
  }

  private Optional<String> label(String stem) {
    // ACPI power meters have no label; some firmware names what is metered here.
    return root.text(folder + "/" + stem + "_label")
        .or(() -> root.text(folder + "/" + stem + "_oem_info"))
        .toOptional();
  }

  /** A file of the chip. */
  String path(String file) {
    return folder + "/" + file;
  }

  /** Whether it belongs to a GPU, an FPGA board or another accelerator. */
  boolean isAccelerator() {
    String pciClass = root.text(folder + "/device/class").orElse("");
    return name.equals(XE)
        || ACCELERATORS.stream().anyMatch(name::startsWith)
        || ACCELERATOR_CLASSES.stream().anyMatch(pciClass::startsWith)
        || root.text(folder + "/device/vendor").orElse("").equals(XILINX);
  }

  /** Whether it repeats a battery or a mains adapter. */
  boolean isPowerSupply() {
    return root.exists(folder + "/device/type")
        && (root.exists(folder + "/device/online")
            || root.exists(folder + "/device/capacity")
            || root.exists(folder + "/device/status"));
  }
}
