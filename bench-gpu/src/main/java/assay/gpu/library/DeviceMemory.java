package assay.gpu.library;

import java.lang.foreign.MemorySegment;

/**
 * The device's memory, as far as a library needs it for itself: for workspaces and for scales.
 * Errors of the driver come as {@link assay.core.spi.TargetException}.
 */
public interface DeviceMemory {
  /**
   * Allocates memory aligned to at least 256 bytes, as the driver's allocator gives it.
   *
   * @param bytes at least 1
   * @return its device address, never 0
   */
  long allocate(long bytes);

  /** Frees what {@link #allocate} gave, once the device has finished with it. */
  void free(long address);

  /** Copies the whole of {@code data} to the device and returns when it is there. */
  void write(long address, MemorySegment data);
}
