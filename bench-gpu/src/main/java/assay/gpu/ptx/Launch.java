package assay.gpu.ptx;

import assay.gpu.compile.Step;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.Kernel;
import assay.gpu.driver.Stream;

/** A kernel with its grid and arguments. */
record Launch(Kernel kernel, Kernel.Extent grid, Kernel.Extent block, Arguments arguments)
    implements Step {
  /** Threads of a block wherever the kernel does not say otherwise. */
  static final int THREADS = 256;

  /** Blocks per multiprocessor that keep it busy when threads stride over their elements. */
  private static final int BLOCKS = 32;

  /** Threads that stride over elements. */
  static Launch over(long elements, int multiprocessors, Kernel kernel, Arguments arguments) {
    return new Launch(
        kernel,
        Kernel.Extent.of(blocks(elements, multiprocessors)),
        Kernel.Extent.of(THREADS),
        arguments);
  }

  /** Blocks of threads that stride over elements; at least 1. */
  static int blocks(long elements, int multiprocessors) {
    long enough = (elements + THREADS - 1) / THREADS;
    return (int) Math.clamp(enough, 1, (long) BLOCKS * multiprocessors);
  }

  @Override
  public void enqueue(Stream stream) {
    kernel.launch(stream, grid, block, arguments);
  }
}
