package assay.core.environment;

/**
 * The machine as its firmware names it, and what lies between it and Assay: firmware, hypervisor,
 * container.
 */
final class Board {
  private static final String DMI = "sys/class/dmi/id/";
  private static final String AMAZON = "Amazon EC2";

  private final HostFiles files;
  private final CpuInfo info;

  private Board(HostFiles files, CpuInfo info) {
    this.files = files;
    this.info = info;
  }

  static void read(HostFiles files, CpuInfo info, Findings findings) {
    Board board = new Board(files, info);
    findings.identity("machine.vendor", board.dmi("sys_vendor"));
    findings.identity(
        "machine.product",
        board
            .dmi("product_name")
            .or(() -> files.text("sys/firmware/devicetree/base/model").map(Board::terminated)));
    findings.identity("machine.board", board.mainboard());
    findings.identity("machine.instanceType", board.instanceType());
    findings.settings("firmware.vendor", board.dmi("bios_vendor"));
    findings.settings("firmware.version", board.dmi("bios_version"));
    findings.settings("firmware.date", board.dmi("bios_date"));
    findings.settings("hypervisor", board.hypervisor());
    findings.settings("container", board.container());
  }

  private Answer dmi(String file) {
    return files.text(DMI + file);
  }

  /** Texts of a device tree end with a zero byte. */
  private static String terminated(String text) {
    return text.replace("\0", "");
  }

  private Answer mainboard() {
    Answer name = dmi("board_name");
    return name.map(n -> (dmi("board_vendor").orElse("") + " " + n).strip());
  }

  /** Of the large providers only Amazon puts the type into the DMI, as the product's name. */
  private Answer instanceType() {
    return switch (dmi("sys_vendor")) {
      case Answer.Known vendor when vendor.value().equals(AMAZON) -> dmi("product_name");
      case Answer.Known vendor ->
          new Answer.Missing(files.name(DMI) + " of '" + vendor.value() + "' does not state one");
      case Answer.Missing missing -> missing;
    };
  }

  private Answer hypervisor() {
    Answer type = files.text("sys/hypervisor/type");
    boolean told = info.flags().contains("hypervisor");
    if (type instanceof Answer.Known || told) {
      String vendor = dmi("sys_vendor").map(v -> ", DMI vendor " + v).orElse("");
      return new Answer.Known(type.orElse("present, kind not stated") + vendor);
    }
    if (!info.values("flags").isEmpty()) {
      return new Answer.Known("none");
    }
    return new Answer.Missing(
        "only x86 processors have a flag for it, and /sys/hypervisor/type is not there");
  }

  private Answer container() {
    if (files.exists(".dockerenv")) {
      return new Answer.Known("docker (/.dockerenv)");
    }
    if (files.exists("run/.containerenv")) {
      return new Answer.Known("podman (/run/.containerenv)");
    }
    Answer systemd = files.text("run/systemd/container");
    return systemd instanceof Answer.Known known
        ? new Answer.Known(known.value() + " (/run/systemd/container)")
        : new Answer.Known("no sign of one");
  }
}
