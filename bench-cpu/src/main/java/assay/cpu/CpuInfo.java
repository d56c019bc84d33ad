package assay.cpu;

import assay.core.device.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processor this JVM runs on. */
public final class CpuInfo {
  private static final Path PROC = Path.of("/proc/cpuinfo");

  private CpuInfo() {}

  /** The device, with {@code more} added to its details. */
  public static Device.Hardware device(Map<String, String> more) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    details.put(
        "jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    details.putAll(more);
    Optional<String> model = Optional.empty();
    try {
      model = modelName(Files.readAllLines(PROC));
      if (model.isEmpty()) {
        details.put("name source", "os.arch: " + PROC + " names no model");
      }
    } catch (IOException e) {
      details.put("name source", "os.arch: " + PROC + " cannot be read: " + e.getMessage());
    }
    return new Device.Hardware(model.orElseGet(() -> System.getProperty("os.arch")), details);
  }

  /** The first {@code model name} in the lines of /proc/cpuinfo; Arm kernels give none. */
  static Optional<String> modelName(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("model name") && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .filter(name -> !name.isEmpty())
        .findFirst();
  }
}
