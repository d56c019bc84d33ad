package assay.fpga;

import java.util.List;
import java.util.OptionalLong;

/** Something that holds memory and runs the {@link Kernel kernels} in order. */
public interface Accelerator extends AutoCloseable {
  /**
   * Memory with undefined content; freed with the accelerator.
   *
   * @param bytes at least 1
   * @throws assay.core.spi.TargetException if there is not as much
   */
  Region allocate(long bytes);

  /** A kernel with its arguments, in the order of its declaration. */
  Launch prepare(Kernel kernel, List<Argument> arguments);

  /** Enqueues a copy of the first bytes of a region to another. */
  void copy(Region from, Region to, long bytes);

  /** Returns when everything that was enqueued has ended. */
  void finish();

  /**
   * Time in which at least one of all kernels' last runs was under way, by the device's own clock
   * in ns: neither gaps between kernels nor transfers; empty where times mean nothing.
   */
  OptionalLong deviceNanos();

  /** What computes, for people. */
  String engine();

  /** Frees everything. */
  @Override
  void close();
}
