package assay.cpu;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.Device;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import java.util.LinkedHashMap;
import java.util.Map;

/** The processor this JVM runs on. */
public final class CpuDevice {
  private CpuDevice() {}

  /** The device, with {@code more} added to its details. */
  public static Device.Hardware device(Map<String, String> more) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    details.put(
        "jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    details.putAll(more);
    return switch (CpuInfo.first(HostRoot.machine()).value("model name")) {
      case Available<String>(String model) -> new Device.Hardware(model, details);
      case Unavailable<String> none -> {
        // Arm kernels report no model name.
        details.put("name source", "os.arch: " + none.reason());
        yield new Device.Hardware(System.getProperty("os.arch"), details);
      }
    };
  }
}
