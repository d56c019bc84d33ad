package assay.gpu.library;

import assay.core.program.Precision;
import assay.core.program.op.Op;
import assay.core.spi.Unsupported;
import java.util.Optional;

/**
 * Matrix products and convolutions by NVIDIA's libraries: {@code MatMul}, {@code Conv2d}, {@code
 * Conv2dBackwardInput} and {@code Conv2dBackwardFilter}. Belongs to one device context, which must
 * be current in the calling thread and should be the device's primary one, which the libraries' own
 * runtime uses; not for use by several threads at a time.
 */
public interface Products extends AutoCloseable {
  /**
   * Why an operation cannot be done in a precision, as far as that can be told without the device;
   * empty if it may. {@link #prepare} can still decline it.
   */
  Optional<Unsupported> unsupported(Op op, Precision precision);

  /**
   * Chooses an algorithm: the library's first candidates are each run and timed once on the given
   * memory, and the fastest is kept. Overwrites the operation's outputs.
   *
   * @param precision of the program; f32 tensors may be multiplied as tf32 only if it is TF32, and
   *     {@link Prepared#engine} of a convolution then says whether tensor cores are used
   * @param stream on which the candidates are tried, 0 for the default one
   * @param addresses as for {@link Prepared#enqueue}; what they hold should be like what will be
   *     computed with, since a device's speed depends on it
   * @throws LibraryException if a library fails at what is not a matter of support
   */
  Preparation prepare(Op op, Precision precision, long stream, long... addresses);

  /** Closes the libraries' handles; what was prepared must have been closed before. */
  @Override
  void close();
}
