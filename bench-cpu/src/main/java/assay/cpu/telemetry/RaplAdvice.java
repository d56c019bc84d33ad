package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.availability.Remedy.LoadModule;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import java.util.List;

/** Why RAPL's counters cannot be read on a machine, and what would help. */
final class RaplAdvice {
  /** AMD's counter behind the powercap zone {@code core}. */
  static final String ONE_CORE =
      "AMD has one counter per core (MSR C001_029A), and the kernel's zone 'core' shows only the"
          + " core it happens to read, not all cores of the package";

  static final Remedy ONE_CORE_REMEDY =
      new Remedy.AllOf(
          List.of(
              new Advice("use the energy of the package"),
              new LoadModule(List.of("amd_energy"), "counts single cores")));

  private static final String FOLDER = "/" + RaplZone.CLASS;
  private static final List<String> RAPL = List.of("intel_rapl_msr");
  private static final String METER = "an external power meter";
  private static final Remedy KERNEL_LOG =
      new Advice("check the kernel log: sudo dmesg | grep -i rapl");

  private RaplAdvice() {}

  /** For a machine without a zone. */
  static Availability<Opened> nothing(HostRoot root) {
    CpuInfo processor = CpuInfo.first(root);
    List<String> entries = root.names(RaplZone.CLASS);
    String found =
        root.exists(RaplZone.CLASS) ? FOLDER + " has no RAPL zone" : FOLDER + " does not exist";
    if (processor.maker() == CpuInfo.Maker.ARM) {
      return new Availability.Unavailable<>(
          found + ": Arm processors have no RAPL",
          new Advice("use the board's own power sensors (source hwmon-power), or " + METER));
    }
    if (entries.stream().anyMatch(e -> e.startsWith("intel-rapl"))) {
      return new Availability.Unavailable<>(
          found + " although RAPL is registered there: container runtimes hide the zones",
          new Advice(
              "run outside the container, or start it with --security-opt systempaths=unconfined"));
    }
    if (processor.virtual()) {
      return new Availability.Unavailable<>(
          found + ": this is a virtual machine, and its hypervisor exposes no energy counters",
          new Advice("measure on the host or on a bare-metal instance, or use " + METER));
    }
    return switch (processor.maker()) {
      case INTEL ->
          new Availability.Unavailable<>(
              found + ": no RAPL driver is loaded",
              new LoadModule(
                  RAPL,
                  "before Linux 5.3: intel_rapl; the kernel needs CONFIG_POWERCAP and"
                      + " CONFIG_INTEL_RAPL"));
      case AMD ->
          new Availability.Unavailable<>(
              found + ": no RAPL driver is loaded",
              new LoadModule(
                  RAPL,
                  "supports AMD family 17h and later since Linux 5.11; the kernel needs"
                      + " CONFIG_POWERCAP and CONFIG_INTEL_RAPL"));
      default ->
          new Availability.Unavailable<>(
              found + ", and the processor is neither Intel's nor AMD's",
              new Advice("use " + METER));
    };
  }

  /** For a zone whose counter cannot be read. */
  static Gap unreadable(Domain domain, NumberFile counter) {
    return counter.denied()
        ? gap(
            domain,
            counter.problem() + ": only root may read energy since Linux 5.10 (CVE-2020-8694)",
            permission())
        : gap(domain, counter.problem(), KERNEL_LOG);
  }

  /** For a zone without the range after which its counter wraps. */
  static Gap noRange(Domain domain, RaplZone zone) {
    return gap(
        domain,
        "/"
            + zone.folder()
            + "/max_energy_range_uj holds no range, so it is unknown where the counter wraps",
        KERNEL_LOG);
  }

  /**
   * For a zone that shows another one's counter. The dies of a package share the package's, so
   * nothing is left unmetered; two packages do not.
   */
  static Gap mirrored(Domain domain, Domain by) {
    String same = "it shows the counter of " + by.id() + ": both read the same at the same time";
    return RaplZone.packageOf(domain.id()).equals(RaplZone.packageOf(by.id()))
        ? new Gap(
            what(domain),
            same + ", so it is the whole package's and counted once",
            new Advice("none needed"))
        : gap(domain, same + ", so it is not its own", KERNEL_LOG);
  }

  private static Gap gap(Domain domain, String reason, Remedy remedy) {
    return new Gap(what(domain), reason, remedy, domain);
  }

  private static String what(Domain domain) {
    return domain.id() + " energy";
  }

  // Not setcap: a capability on bin/java makes the loader ignore the paths of its libraries, and
  // the file mode is the only obstacle.
  private static Remedy permission() {
    return new Advice(
        "until the next boot: sudo chmod a+r "
            + FOLDER
            + "/intel-rapl*:*/energy_uj; permanently: add the line SUBSYSTEM==\"powercap\","
            + " ACTION==\"add\", RUN+=\"/bin/chmod a+r /sys%p/energy_uj\" to"
            + " /etc/udev/rules.d/70-rapl.rules; either lets every user of the machine read its"
            + " energy");
  }
}
