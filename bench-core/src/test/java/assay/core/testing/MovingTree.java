package assay.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of {@link MovingMachine}, as the kernel's documentation names them (Documentation/ABI/
 * testing/sysfs-class-powercap, Documentation/admin-guide/pm/cpufreq, Documentation/driver-api/
 * thermal). A new value is renamed into place: a reader sees the old or the new one.
 */
final class MovingTree {
  /** The processor that does not exist. */
  static final String CPU = "Assay moving fixture";

  private static final int PROCESSORS_A_PACKAGE = 2;
  private static final int SLOWEST_KHZ = 1_200_000;
  private static final int FASTEST_KHZ = 3_600_000;
  private static final String ZONES = "sys/devices/virtual/powercap/intel-rapl/";

  private final Path folder;
  private final int packages;

  MovingTree(Path folder, int packages) {
    this.folder = folder;
    this.packages = packages;
  }

  /** The counter of a zone. */
  static Path energy(Path folder, String zone) {
    return folder.resolve("sys/class/powercap/" + zone + "/energy_uj");
  }

  /** Everything but the moving values. */
  void lay(long rangeMicrojoules, double watts) throws IOException {
    StringBuilder cpuinfo = new StringBuilder();
    MachineTree.write(folder, ZONES + "enabled", "1");
    link("intel-rapl", "");
    for (int p = 0; p < packages; p++) {
      String parent = "intel-rapl:" + p;
      zone(parent, parent, "package-" + p, rangeMicrojoules);
      limit(parent, watts);
      zone(parent + ":0", parent + "/" + parent + ":0", "core", rangeMicrojoules);
      zone(parent + ":1", parent + "/" + parent + ":1", "dram", rangeMicrojoules);
      for (int c = 0; c < PROCESSORS_A_PACKAGE; c++) {
        int cpu = p * PROCESSORS_A_PACKAGE + c;
        cpuinfo.append(processor(cpu, p, c));
        String topology = "sys/devices/system/cpu/cpu" + cpu + "/topology/";
        MachineTree.write(folder, topology + "physical_package_id", "" + p);
        MachineTree.write(folder, topology + "core_id", "" + c);
        String frequency = frequencyFolder(cpu);
        MachineTree.write(folder, frequency + "cpuinfo_min_freq", "" + SLOWEST_KHZ);
        MachineTree.write(folder, frequency + "cpuinfo_max_freq", "" + FASTEST_KHZ);
        MachineTree.write(folder, frequency + "scaling_governor", "performance");
        MachineTree.write(folder, frequency + "scaling_driver", "fixture");
      }
    }
    MachineTree.write(folder, "proc/cpuinfo", cpuinfo.toString().stripTrailing());
    int last = packages * PROCESSORS_A_PACKAGE - 1;
    MachineTree.write(folder, "sys/devices/system/cpu/online", "0-" + last);
    MachineTree.write(folder, "sys/class/thermal/thermal_zone0/type", "x86_pkg_temp");
    load(0);
  }

  /** Clocks and temperature at a share of the full load. */
  void load(double share) throws IOException {
    long khz = Math.round(SLOWEST_KHZ + share * (FASTEST_KHZ - SLOWEST_KHZ));
    for (int cpu = 0; cpu < packages * PROCESSORS_A_PACKAGE; cpu++) {
      replace(folder.resolve(frequencyFolder(cpu) + "scaling_cur_freq"), khz);
    }
    replace(
        folder.resolve("sys/class/thermal/thermal_zone0/temp"),
        Math.round(40_000 + 30_000 * share));
  }

  /** A counter's new value. */
  void energy(String zone, long count) throws IOException {
    replace(energy(folder, zone), count);
  }

  /** Removes a counter. */
  void vanish(String zone) throws IOException {
    Files.deleteIfExists(energy(folder, zone));
  }

  /** Makes a counter fail to be read, for the superuser too: a folder stands in its place. */
  void unreadable(String zone) throws IOException {
    vanish(zone);
    Files.createDirectory(energy(folder, zone));
  }

  private void zone(String id, String below, String name, long range) throws IOException {
    MachineTree.write(folder, ZONES + below + "/name", name);
    MachineTree.write(folder, ZONES + below + "/enabled", "1");
    MachineTree.write(folder, ZONES + below + "/max_energy_range_uj", "" + range);
    MachineTree.write(folder, ZONES + below + "/energy_uj", "0");
    link(id, below);
  }

  private void limit(String zone, double watts) throws IOException {
    String microwatts = "" + Math.round(watts * 1e6);
    MachineTree.write(folder, ZONES + zone + "/constraint_0_name", "long_term");
    MachineTree.write(folder, ZONES + zone + "/constraint_0_power_limit_uw", microwatts);
    MachineTree.write(folder, ZONES + zone + "/constraint_0_max_power_uw", microwatts);
  }

  private void link(String id, String below) throws IOException {
    Path link = folder.resolve("sys/class/powercap/" + id);
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(
        link, Path.of("../../devices/virtual/powercap/intel-rapl").resolve(below));
  }

  private static String frequencyFolder(int cpu) {
    return "sys/devices/system/cpu/cpu" + cpu + "/cpufreq/";
  }

  private static String processor(int cpu, int socket, int core) {
    return """
    processor\t: %d
    vendor_id\t: GenuineIntel
    cpu family\t: 6
    model\t\t: 0
    model name\t: %s
    stepping\t: 0
    physical id\t: %d
    siblings\t: %d
    core id\t\t: %d
    cpu cores\t: %d

    """
        .formatted(cpu, CPU, socket, PROCESSORS_A_PACKAGE, core, PROCESSORS_A_PACKAGE);
  }

  private static void replace(Path file, long value) throws IOException {
    Path written = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(written, value + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
