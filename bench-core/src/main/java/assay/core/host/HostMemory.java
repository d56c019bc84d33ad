package assay.core.host;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The memory that a process may use. */
public final class HostMemory {
  private HostMemory() {}

  /** Physical memory of this machine, or the container's limit, in bytes. */
  public static long bytes() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }
}
