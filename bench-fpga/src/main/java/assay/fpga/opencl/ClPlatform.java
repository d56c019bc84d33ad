package assay.fpga.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A driver, as the loader lists it. */
public record ClPlatform(OpenCl openCl, MemorySegment id) {
  private static final int VERSION = 0x0901;
  private static final int NAME = 0x0902;

  /** Its name, for example {@code Portable Computing Language}. */
  public String name() {
    return text(NAME);
  }

  /** For example {@code OpenCL 3.0 PoCL 3.1}. */
  public String version() {
    return text(VERSION);
  }

  private String text(int name) {
    try (Arena arena = Arena.ofConfined()) {
      return OpenCl.text(OpenCl.info(openCl.functions()::getPlatformInfo, arena, id, name));
    }
  }

  /**
   * Its devices of every type.
   *
   * @throws ClException with {@link ClStatus#DEVICE_NOT_FOUND} if it has none
   */
  public List<ClDevice> devices() {
    return openCl.devices(id);
  }
}
