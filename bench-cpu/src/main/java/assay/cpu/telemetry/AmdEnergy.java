package assay.cpu.telemetry;

import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource.Gap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The counters of the driver {@code amd_energy} (Documentation/hwmon/amd_energy.rst): µJ of each
 * socket and each core, updated every 1 ms, and extended to 64 bits by the driver.
 */
final class AmdEnergy {
  // Reading a core's counter interrupts the core.
  private static final int MAX_CORES = 32;
  private static final double JOULES_PER_MICROJOULE = 1e-6;
  private static final double UPDATE_SECONDS = 1e-3;
  private static final double SOCKET_WATTS = 2000;
  private static final String SOCKET = "Esocket";
  private static final String CORE = "Ecore";

  private final HostRoot root;
  private final Topology topology;
  private final Set<String> counted;
  private final Findings findings;

  /**
   * A search in one machine.
   *
   * @param counted ids of the packages that RAPL's counters already cover
   */
  AmdEnergy(HostRoot root, Topology topology, Set<String> counted, Findings findings) {
    this.root = root;
    this.topology = topology;
    this.counted = counted;
    this.findings = findings;
  }

  /** Adds the chip's counters. */
  void search(HwmonChip chip) {
    Map<Integer, HwmonChip.Sensor> sockets = new TreeMap<>();
    Map<Integer, HwmonChip.Sensor> cores = new TreeMap<>();
    for (HwmonChip.Sensor sensor : chip.sensors("energy")) {
      String label = sensor.label().orElse("");
      numbered(label, SOCKET).ifPresent(i -> sockets.put(i, sensor));
      numbered(label, CORE).ifPresent(i -> cores.put(i, sensor));
    }
    sockets(chip, sockets);
    cores(chip, cores);
  }

  private static OptionalInt numbered(String label, String prefix) {
    String rest = label.startsWith(prefix) ? label.substring(prefix.length()) : "";
    return rest.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(rest)) : OptionalInt.empty();
  }

  private void sockets(HwmonChip chip, Map<Integer, HwmonChip.Sensor> sockets) {
    Set<String> done = new HashSet<>();
    for (Map.Entry<Integer, HwmonChip.Sensor> socket : sockets.entrySet()) {
      String label = SOCKET + socket.getKey();
      OptionalInt pkg = packageOf(socket.getKey(), sockets.size());
      if (pkg.isEmpty()) {
        findings.gap(
            label,
            "it is unknown which package " + label + " of " + chip.name() + " counts",
            new Advice("use the kernel's RAPL interface (source rapl)"));
        continue;
      }
      Domain domain = domain(pkg.getAsInt());
      if (counted.contains(domain.id())) {
        findings.gap(
            label,
            "/" + RaplZone.CLASS + " already counts the energy of " + domain.id(),
            new Advice("none needed: source rapl reads it"));
      } else if (done.add(domain.id())) {
        add(chip, domain, List.of(socket.getValue()));
      }
    }
  }

  /**
   * The package a socket's counter belongs to. The kernel's driver has one "socket" per NUMA node
   * and repeats a package's counter for each of its nodes.
   */
  private OptionalInt packageOf(int socket, int sockets) {
    List<Integer> packages = topology.packages();
    if (packages.size() == sockets) {
      return OptionalInt.of(packages.get(socket));
    }
    String cpus = root.text("sys/devices/system/node/node" + socket + "/cpulist").orElse("");
    String first = cpus.split("[-,]", 2)[0];
    return topology.cpus().stream()
        .filter(c -> String.valueOf(c.id()).equals(first))
        .mapToInt(Topology.Cpu::pkg)
        .findFirst();
  }

  private void cores(HwmonChip chip, Map<Integer, HwmonChip.Sensor> cores) {
    if (cores.size() > MAX_CORES) {
      findings.gap(
          "energy of the cores",
          chip.name()
              + " has "
              + cores.size()
              + " core counters, and reading one interrupts its core; at most "
              + MAX_CORES
              + " are read during a measurement",
          new Advice("use the energy of the packages"));
      return;
    }
    Map<Integer, List<HwmonChip.Sensor>> byPackage = new TreeMap<>();
    Map<Integer, Integer> packages = new HashMap<>();
    topology.cpus().forEach(c -> packages.put(c.id(), c.pkg()));
    for (Map.Entry<Integer, HwmonChip.Sensor> core : cores.entrySet()) {
      Integer pkg = packages.get(core.getKey());
      if (pkg == null) {
        findings.gap(
            CORE + core.getKey(),
            "the processor of this counter is offline",
            new Advice("bring it online, or use the energy of the package"));
        return;
      }
      byPackage.computeIfAbsent(pkg, p -> new ArrayList<>()).add(core.getValue());
    }
    byPackage.forEach((pkg, sensors) -> {
      Domain whole = domain(pkg);
      String id = whole.id() + "/core";
      add(chip, Domain.within(whole, id, Domain.Kind.CORES), sensors);
    });
  }

  private static Domain domain(int pkg) {
    return Domain.host("package-" + pkg, Domain.Kind.PACKAGE);
  }

  private void add(HwmonChip chip, Domain domain, List<HwmonChip.Sensor> sensors) {
    List<NumberFile> files =
        sensors.stream().map(s -> NumberFile.count(root, chip.path(s.file()))).toList();
    for (NumberFile file : files) {
      if (!file.refresh()) {
        findings.gap(
            new Gap(
                domain.id() + " energy", file.problem(), HwmonAdvice.readable(chip, file), domain));
        files.forEach(NumberFile::close);
        return;
      }
    }
    Channel channel =
        new Channel.EnergyCounter(
            domain.id() + ".energy",
            domain,
            JOULES_PER_MICROJOULE,
            Double.POSITIVE_INFINITY,
            UPDATE_SECONDS,
            SOCKET_WATTS,
            RaplAccuracy.AMD);
    findings.add(new SumPart(channel, files, 1));
  }
}
