package assay.gpu.driver;

import java.util.Locale;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.JCudaDriver;

/**
 * A kernel of a loaded module.
 *
 * @param name as in its source
 * @param sharedBytes dynamic shared memory of each block
 */
public record Kernel(String name, CUfunction function, int sharedBytes) {
  /**
   * Extents of a grid in blocks, or of a block in threads; at least 1 each.
   *
   * @param x at most 2^31 − 1 blocks
   * @param y at most 65535 blocks
   * @param z at most 65535 blocks
   */
  public record Extent(int x, int y, int z) {
    /** In one dimension. */
    public static Extent of(int x) {
      return new Extent(x, 1, 1);
    }
  }

  /**
   * The same kernel with dynamic shared memory.
   *
   * @param bytes for each block, at most what the device allows
   * @throws CudaException if the device allows less
   */
  public Kernel withShared(int bytes) {
    CudaException.check(
        JCudaDriver.cuFuncSetAttribute(
            function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes),
        "cuFuncSetAttribute",
        String.format(Locale.ROOT, "%d bytes of shared memory for %s", bytes, name));
    return new Kernel(name, function, bytes);
  }

  /** Starts the kernel, or records it while the stream captures; does not wait. */
  public void launch(Stream stream, Extent grid, Extent block, Arguments arguments) {
    int code =
        JCudaDriver.cuLaunchKernel(
            function,
            grid.x(),
            grid.y(),
            grid.z(),
            block.x(),
            block.y(),
            block.z(),
            sharedBytes,
            stream.handle(),
            arguments.pointer(),
            null);
    CudaException.check(
        code,
        "cuLaunchKernel",
        String.format(Locale.ROOT, "%s with a grid of %s and blocks of %s", name, grid, block));
  }
}
