package assay.gpu.engine;

import assay.gpu.compile.Workspace;
import assay.gpu.library.DeviceMemory;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Memory that libraries allocate for themselves from the driver; released with the program at the
 * latest.
 */
final class DriverMemory implements DeviceMemory {
  private static final String PURPOSE = "a library's own use";

  private final Workspace space;
  private final Map<Long, assay.gpu.driver.DeviceMemory> open = new HashMap<>();

  DriverMemory(Workspace space) {
    this.space = space;
  }

  @Override
  public long allocate(long bytes) {
    assay.gpu.driver.DeviceMemory memory = space.allocate(bytes, PURPOSE);
    open.put(memory.address(), memory);
    return memory.address();
  }

  @Override
  public void free(long address) {
    assay.gpu.driver.DeviceMemory memory = at(address);
    open.remove(address);
    memory.close();
  }

  @Override
  public void write(long address, MemorySegment data) {
    space.write(data, at(address), PURPOSE);
  }

  private assay.gpu.driver.DeviceMemory at(long address) {
    assay.gpu.driver.DeviceMemory memory = open.get(address);
    if (memory == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "no library memory is allocated at 0x%x", address));
    }
    return memory;
  }
}
