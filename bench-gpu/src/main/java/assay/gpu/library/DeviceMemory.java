package assay.gpu.library;

import java.lang.foreign.MemorySegment;

/**
 * Device memory that a library needs for itself: for workspaces and for scales. Errors of the
 * driver are thrown as {@link assay.core.spi.TargetException}.
 */
public interface DeviceMemory {
  /**
   * Allocates memory aligned to at least 256 bytes, as the driver's allocator does.
   *
   * @param bytes at least 1
   * @return its device address, never 0
   */
  long allocate(long bytes);

  /** Frees what {@link #allocate} gave, once the device has finished with it. */
  void free(long address);

  /** Copies all of {@code data} to the device and waits. */
  void write(long address, MemorySegment data);
}
