package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which logical processors belong to which cores and packages.
 *
 * @param cpus those that are online, ascending
 */
record Topology(List<Cpu> cpus) {
  private static final String FOLDER = "sys/devices/system/cpu";
  private static final Pattern CPU = Pattern.compile("cpu\\d+");

  /**
   * A logical processor.
   *
   * @param pkg its physical package
   * @param core its core, unique within die and package
   */
  record Cpu(int id, int pkg, String core) {
    /** Its folder below the root. */
    String folder() {
      return FOLDER + "/cpu" + id;
    }
  }

  static Topology read(HostRoot root) {
    List<Cpu> cpus = new ArrayList<>();
    for (String name : root.names(FOLDER)) {
      if (CPU.matcher(name).matches()) {
        String folder = FOLDER + "/" + name + "/topology/";
        OptionalLong pkg = root.number(folder + "physical_package_id");
        if (pkg.isPresent()) {
          String core =
              root.text(folder + "die_id").orElse("0")
                  + "/"
                  + root.text(folder + "core_id").orElse(name);
          // The kernel reports -1 if Arm firmware names no package: there is only one then.
          int known = (int) Math.max(0, pkg.getAsLong());
          cpus.add(new Cpu(Integer.parseInt(name.substring(3)), known, core));
        }
      }
    }
    return new Topology(List.copyOf(cpus));
  }

  /** The packages' numbers, ascending. */
  List<Integer> packages() {
    return List.copyOf(new TreeSet<>(cpus.stream().map(Cpu::pkg).toList()));
  }

  /** The first logical processor of each core. */
  List<Cpu> onePerCore() {
    Map<String, Cpu> first = new LinkedHashMap<>();
    cpus.forEach(c -> first.putIfAbsent(c.pkg() + "/" + c.core(), c));
    return List.copyOf(first.values());
  }

  /** The first logical processor of each package. */
  List<Cpu> onePerPackage() {
    Map<Integer, Cpu> first = new LinkedHashMap<>();
    cpus.forEach(c -> first.putIfAbsent(c.pkg(), c));
    return List.copyOf(first.values());
  }
}
