package assay.cpu.telemetry;

import assay.core.availability.Remedy.Advice;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's counters of thermal throttling on Intel's processors, in {@code
 * /sys/devices/system/cpu/cpu*}{@code /thermal_throttle}: events, counted when one begins, and
 * throttled time, added when it ends.
 *
 * <p>Each logical processor keeps its own count of its package's events, so one is read per
 * package, and one per core for those of the cores. Power limit events exist only if the kernel was
 * told to count them ({@code int_pln_enable}).
 */
final class ThrottleCounters {
  /** More cores than this are not read during a measurement. */
  static final int MAX_CORES = 32;

  private static final double SECONDS_PER_MILLISECOND = 1e-3;
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  private final HostRoot root;
  private final Topology topology;
  private final Findings findings;

  ThrottleCounters(HostRoot root, Topology topology, Findings findings) {
    this.root = root;
    this.topology = topology;
    this.findings = findings;
  }

  /** Adds the counters that can be read. */
  void search(CpuInfo processor) {
    boolean any = false;
    for (Topology.Cpu cpu : topology.onePerPackage()) {
      any |= forPackage(cpu);
    }
    any |= forCores(topology.onePerCore());
    if (!any) {
      findings.gap(
          "thermal throttling",
          "/sys/devices/system/cpu/cpu*/thermal_throttle does not exist"
              + (processor.maker() == CpuInfo.Maker.INTEL && !processor.virtual()
                  ? ""
                  : ": the kernel counts throttling on Intel's own hardware only"),
          new Advice(
              processor.maker() == CpuInfo.Maker.INTEL && !processor.virtual()
                  ? "use a kernel with CONFIG_X86_THERMAL_VECTOR"
                  : "check temperature and frequency instead"));
    }
  }

  private boolean forPackage(Topology.Cpu cpu) {
    String name = "package-" + cpu.pkg();
    boolean events =
        counter(
            name + ".throttle.events",
            "1",
            InterferenceKind.THERMAL,
            1,
            cpu,
            "package_throttle_count");
    if (events
        && !counter(
            name + ".throttle.time",
            "s",
            InterferenceKind.THERMAL,
            SECONDS_PER_MILLISECOND,
            cpu,
            "package_throttle_total_time_ms")) {
      findings.gap(
          name + " throttled time",
          "the kernel counts events only",
          new Advice("use Linux 5.6 or later"));
    }
    counter(
        name + ".powerLimit.events",
        "1",
        InterferenceKind.POWER_CAP,
        1,
        cpu,
        "package_power_limit_count");
    return events;
  }

  private boolean counter(
      String id, String unit, InterferenceKind cause, double scale, Topology.Cpu cpu, String file) {
    Optional<NumberFile> number = readable(cpu, file);
    number.ifPresent(
        n -> findings.add(SumPart.of(new Channel.CauseTally(id, HOST, unit, cause), n, scale)));
    return number.isPresent();
  }

  /** The file, open, if it can be read. */
  private Optional<NumberFile> readable(Topology.Cpu cpu, String file) {
    NumberFile number = NumberFile.count(root, cpu.folder() + "/thermal_throttle/" + file);
    if (number.refresh()) {
      return Optional.of(number);
    }
    number.close();
    return Optional.empty();
  }

  private boolean has(Topology.Cpu cpu, String file) {
    Optional<NumberFile> number = readable(cpu, file);
    number.ifPresent(NumberFile::close);
    return number.isPresent();
  }

  private boolean forCores(List<Topology.Cpu> cores) {
    if (cores.stream().noneMatch(c -> has(c, "core_throttle_count"))) {
      return false;
    }
    if (cores.size() > MAX_CORES) {
      findings.gap(
          "throttling of the cores",
          cores.size()
              + " cores have a counter each; at most "
              + MAX_CORES
              + " are read during a measurement",
          new Advice("the packages' counters are read instead"));
      return true;
    }
    addCores(cores, "cores.throttle.events", "1", 1, "core_throttle_count");
    if (cores.stream().anyMatch(c -> has(c, "core_throttle_total_time_ms"))) {
      addCores(
          cores,
          "cores.throttle.time",
          "s",
          SECONDS_PER_MILLISECOND,
          "core_throttle_total_time_ms");
    }
    return true;
  }

  private void addCores(
      List<Topology.Cpu> cores, String id, String unit, double scale, String file) {
    List<NumberFile> files =
        cores.stream()
            .map(c -> NumberFile.count(root, c.folder() + "/thermal_throttle/" + file))
            .toList();
    findings.add(
        new CounterSumPart(
            new Channel.CauseTally(id, HOST, unit, InterferenceKind.THERMAL), files, scale));
  }
}
