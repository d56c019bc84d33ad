package assay.cpu.telemetry;

import assay.core.telemetry.HostRoot;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opening;
import java.util.List;

/** Why RAPL's counters cannot be read on a machine, and what would help. */
final class RaplAdvice {
  /** AMD's counter behind the powercap zone {@code core}. */
  static final String ONE_CORE =
      "AMD counts each core by itself (MSR C001_029A) and the kernel's zone 'core' shows only the "
          + "core it happens to ask, not the package's cores";

  static final String ONE_CORE_REMEDY =
      "use the package's energy; single cores: the kernel driver amd_energy";

  private static final String FOLDER = "/" + RaplZone.CLASS;
  private static final String METER = "an external power meter";

  private RaplAdvice() {}

  /** For a machine without a zone. */
  static Opening nothing(HostRoot root) {
    Processor processor = Processor.read(root);
    List<String> entries = SysFiles.list(root, RaplZone.CLASS);
    String found =
        SysFiles.exists(root, RaplZone.CLASS)
            ? FOLDER + " has no zone of RAPL"
            : FOLDER + " does not exist";
    if (processor.maker() == Processor.Maker.ARM) {
      return new Opening.Unavailable(
          found + ": Arm processors have no RAPL",
          "use the board's own power sensors (source hwmon-power), or " + METER);
    }
    if (entries.stream().anyMatch(e -> e.startsWith("intel-rapl"))) {
      return new Opening.Unavailable(
          found + " though RAPL is registered there: container runtimes hide the zones",
          "run outside the container, or start it with --security-opt systempaths=unconfined");
    }
    if (processor.virtual()) {
      return new Opening.Unavailable(
          found + ": this is a virtual machine, and its hypervisor shows guests no energy counters",
          "measure on the host or on a bare-metal instance, or use " + METER);
    }
    return switch (processor.maker()) {
      case INTEL ->
          new Opening.Unavailable(
              found + ": no kernel module drives RAPL",
              "sudo modprobe intel_rapl_msr (before Linux 5.3: intel_rapl); the kernel needs"
                  + " CONFIG_POWERCAP and CONFIG_INTEL_RAPL");
      case AMD ->
          new Opening.Unavailable(
              found + ": no kernel module drives RAPL",
              "sudo modprobe intel_rapl_msr, which serves AMD's processors of family 17h and later"
                  + " since Linux 5.11; the kernel needs CONFIG_POWERCAP and CONFIG_INTEL_RAPL");
      default ->
          new Opening.Unavailable(
              found + ", and the processor is neither Intel's nor AMD's", "use " + METER);
    };
  }

  /** For a zone whose counter cannot be read. */
  static Gap unreadable(String what, NumberFile counter) {
    return counter.denied()
        ? new Gap(
            what,
            counter.problem() + ": only root may read energy since Linux 5.10 (CVE-2020-8694)",
            permission())
        : new Gap(what, counter.problem(), "look at the kernel log: sudo dmesg | grep -i rapl");
  }

  /** For a zone without the range after which its counter wraps. */
  static Gap noRange(String what, RaplZone zone) {
    return new Gap(
        what,
        "/"
            + zone.folder()
            + "/max_energy_range_uj gives no range: where the counter wraps is not known",
        "look at the kernel log: sudo dmesg | grep -i rapl");
  }

  // No setcap: a capability on bin/java makes the loader ignore the paths it finds its libraries
  // by, and the files' mode is all that stands in the way.
  private static String permission() {
    return "as long as the machine runs: sudo chmod a+r "
        + FOLDER
        + "/intel-rapl*:*/energy_uj; for good: put the line SUBSYSTEM==\"powercap\","
        + " ACTION==\"add\", RUN+=\"/bin/chmod a+r /sys%p/energy_uj\" into"
        + " /etc/udev/rules.d/70-rapl.rules; both let every user of the machine read its energy";
  }
}
