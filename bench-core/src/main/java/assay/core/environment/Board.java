package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;

/**
 * The machine as its firmware names it, and the layers between it and Assay: firmware, hypervisor,
 * container.
 */
final class Board {
  private static final String DMI = "sys/class/dmi/id/";
  private static final String AMAZON = "Amazon EC2";

  private final HostRoot root;
  private final CpuInfo info;

  private Board(HostRoot root, CpuInfo info) {
    this.root = root;
    this.info = info;
  }

  static void read(HostRoot root, CpuInfo info, Findings findings) {
    Board board = new Board(root, info);
    findings.identity("machine.vendor", board.dmi("sys_vendor"));
    findings.identity(
        "machine.product",
        board
            .dmi("product_name")
            .or(() -> root.text("sys/firmware/devicetree/base/model").map(Board::terminated)));
    findings.identity("machine.board", board.mainboard());
    findings.identity("machine.instanceType", board.instanceType());
    findings.settings("firmware.vendor", board.dmi("bios_vendor"));
    findings.settings("firmware.version", board.dmi("bios_version"));
    findings.settings("firmware.date", board.dmi("bios_date"));
    findings.settings(Fingerprint.HYPERVISOR, board.hypervisor());
    findings.settings("container", board.container());
  }

  private Availability<String> dmi(String file) {
    return root.text(DMI + file);
  }

  /** Device tree strings end with a zero byte. */
  private static String terminated(String text) {
    return text.replace("\0", "");
  }

  private Availability<String> mainboard() {
    Availability<String> name = dmi("board_name");
    return name.map(n -> (dmi("board_vendor").orElse("") + " " + n).strip());
  }

  /**
   * Of the large cloud providers only Amazon puts the instance type into the DMI, as the product
   * name.
   */
  private Availability<String> instanceType() {
    return switch (dmi("sys_vendor")) {
      case Available<String>(String vendor) when vendor.equals(AMAZON) -> dmi("product_name");
      case Available<String>(String vendor) ->
          new Unavailable<>(root.nameOf(DMI) + " of '" + vendor + "' gives no instance type");
      case Unavailable<String> missing -> missing;
    };
  }

  private Availability<String> hypervisor() {
    Availability<String> type = root.text("sys/hypervisor/type");
    boolean told = info.flags().contains("hypervisor");
    if (type instanceof Available<String> || told) {
      String vendor = dmi("sys_vendor").map(v -> ", DMI vendor " + v).orElse("");
      return new Available<>(type.orElse("present, kind not stated") + vendor);
    }
    if (!info.values("flags").isEmpty()) {
      return new Available<>("none");
    }
    return new Unavailable<>(
        "only x86 processors have a flag for it, and /sys/hypervisor/type does not exist");
  }

  private Availability<String> container() {
    if (root.exists(".dockerenv")) {
      return new Available<>("docker (/.dockerenv)");
    }
    if (root.exists("run/.containerenv")) {
      return new Available<>("podman (/run/.containerenv)");
    }
    Availability<String> systemd = root.text("run/systemd/container");
    return systemd instanceof Available<String>(String known)
        ? new Available<>(known + " (/run/systemd/container)")
        : new Available<>("no sign of one");
  }
}
