package assay.core.harness;

import assay.core.result.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What this machine is, how it is set and how busy it was, as far as the operating system says
 * without further rights.
 */
final class MachineEnvironment {
  private final Path root;
  private final Map<String, String> identity = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> state = new LinkedHashMap<>();
  private final List<RunRecord.Unknown> unavailable = new ArrayList<>();

  private MachineEnvironment(Path root) {
    this.root = root;
  }

  /**
   * Reads the environment.
   *
   * @param root {@code /}, or a folder that stands for it
   */
  static RunRecord.Environment read(Path root) {
    MachineEnvironment e = new MachineEnvironment(root);
    e.cpu();
    e.identity.put("memoryBytes", String.valueOf(MemoryNeed.available()));
    e.identity.put("architecture", System.getProperty("os.arch", "unknown"));
    e.settings.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    e.settings.put(
        "jdk",
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
    e.file(e.settings, "governor", "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    e.file(e.settings, "transparentHugepages", "sys/kernel/mm/transparent_hugepage/enabled");
    e.file(e.settings, "smt", "sys/devices/system/cpu/smt/control");
    e.file(e.settings, "microcode", "sys/devices/system/cpu/cpu0/microcode/version");
    e.file(e.settings, "cgroupCpuMax", "sys/fs/cgroup/cpu.max");
    e.file(e.state, "loadAverage", "proc/loadavg");
    e.file(e.state, "cpuPressure", "proc/pressure/cpu");
    return new RunRecord.Environment(e.identity, e.settings, e.state, e.unavailable);
  }

  private void cpu() {
    Map<String, String> first = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(root.resolve("proc/cpuinfo"))) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          first.putIfAbsent(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
        }
      }
    } catch (IOException e) {
      // Each name below says that it is missing.
      first.clear();
    }
    fromCpuinfo(first, "cpuModel", "model name");
    fromCpuinfo(first, "cpuFamily", "cpu family");
    fromCpuinfo(first, "cpuModelNumber", "model");
    fromCpuinfo(first, "cpuStepping", "stepping");
    identity.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
  }

  private void fromCpuinfo(Map<String, String> found, String name, String key) {
    String value = found.get(key);
    if (value != null && !value.isBlank()) {
      identity.put(name, value);
    } else {
      String why = found.isEmpty() ? "cannot be read here" : "has no '" + key + "'";
      unavailable.add(new RunRecord.Unknown(name, "/proc/cpuinfo " + why));
    }
  }

  private void file(Map<String, String> into, String name, String path) {
    try {
      String text = Files.readString(root.resolve(path)).strip().replace('\n', ' ');
      if (text.isEmpty()) {
        unavailable.add(new RunRecord.Unknown(name, "/" + path + " is empty"));
      } else {
        into.put(name, text);
      }
    } catch (IOException e) {
      unavailable.add(new RunRecord.Unknown(name, "/" + path + " cannot be read here"));
    }
  }
}
