package assay.gpu.ptx;

import assay.gpu.compile.Step;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.Kernel;
import assay.gpu.driver.Stream;

/** A kernel with its grid and arguments. */
record Launch(Kernel kernel, Kernel.Extent grid, Kernel.Extent block, Arguments arguments)
    implements Step {
  /** Threads of a block unless the kernel requires another number. */
  static final int THREADS = 256;

  /** Blocks per multiprocessor that keep it busy in a grid-stride loop. */
  private static final int BLOCKS = 32;

  /** A kernel with a grid-stride loop over elements. */
  static Launch over(long elements, int multiprocessors, Kernel kernel, Arguments arguments) {
    return new Launch(
        kernel,
        Kernel.Extent.of(blocks(elements, multiprocessors)),
        Kernel.Extent.of(THREADS),
        arguments);
  }

  /** Blocks of a grid-stride loop over elements; at least 1. */
  static int blocks(long elements, int multiprocessors) {
    long enough = (elements + THREADS - 1) / THREADS;
    return (int) Math.clamp(enough, 1, (long) BLOCKS * multiprocessors);
  }

  @Override
  public void enqueue(Stream stream) {
    kernel.launch(stream, grid, block, arguments);
  }
}
