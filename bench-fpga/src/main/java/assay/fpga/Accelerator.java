package assay.fpga;

import java.util.List;
import java.util.OptionalLong;

/** A device that holds memory and runs the {@link Kernel kernels} in order. */
public interface Accelerator extends AutoCloseable {
  /**
   * Memory with undefined contents; freed with the accelerator.
   *
   * @param bytes at least 1
   * @param place from 0: regions that replace each other have the same one, and are put into the
   *     same bank of memory
   * @throws assay.core.spi.TargetException if there is not enough
   */
  Region allocate(long bytes, int place);

  /** A kernel with its arguments, in declaration order. */
  Launch prepare(Kernel kernel, List<Argument> arguments);

  /** Enqueues a copy of the first bytes of one region to another. */
  void copy(Region from, Region to, long bytes);

  /** Waits until everything enqueued has finished. */
  void finish();

  /**
   * Time during which at least one kernel of the last execution was running, by the device's clock
   * in ns, without gaps between kernels and without transfers; empty if times are meaningless.
   */
  OptionalLong deviceNanos();

  /** Whether the device keeps subnormal numbers of f32. */
  boolean keepsSubnormals();

  /** Name of the engine, for messages. */
  String engine();

  /** Frees everything. */
  @Override
  void close();
}
