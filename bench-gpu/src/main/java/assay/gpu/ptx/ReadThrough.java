package assay.gpu.ptx;

import assay.gpu.compile.PtxModules;
import assay.gpu.compile.Step;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.DeviceMemory;

/** Reads all of a memory, and writes nothing if it holds only zeros. */
public final class ReadThrough {
  /** Bytes a thread reads at a time. */
  private static final int VECTOR = 16;

  private ReadThrough() {}

  /**
   * The step that reads it.
   *
   * @param found four bytes that receive bits of nonzero data; unchanged if all data is zero
   * @param multiprocessors of the device
   */
  public static Step of(
      DeviceMemory from, DeviceMemory found, int multiprocessors, PtxModules modules) {
    return Launch.over(
        (from.bytes() + VECTOR - 1) / VECTOR,
        multiprocessors,
        modules.kernel("elementwise", "read_through"),
        new Arguments().address(from.address()).address(found.address()).i64(from.bytes()));
  }
}
