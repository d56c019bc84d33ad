package assay.fpga.opencl;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A driver, as the loader lists it.
 *
 * @param name for example {@code Portable Computing Language}
 * @param version for example {@code OpenCL 3.0 PoCL 3.1}
 */
public record ClPlatform(OpenCl openCl, MemorySegment id, String name, String version) {
  /**
   * Its devices of every type.
   *
   * @throws ClException with {@link ClStatus#DEVICE_NOT_FOUND} if it has none
   */
  public List<ClDevice> devices() {
    return openCl.devices(id);
  }
}
