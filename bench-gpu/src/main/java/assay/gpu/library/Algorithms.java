package assay.gpu.library;

import java.util.List;

/**
 * The algorithms that a library has for one operation.
 *
 * @param <A> one of them
 */
interface Algorithms<A extends Algorithms.Algorithm> extends AutoCloseable {
  /** A way to compute the operation. */
  interface Algorithm {
    /** Device memory it needs, in bytes. */
    long workspace();
  }

  /** The operation's name. */
  String operation();

  /** Whose algorithms they are, with its version and file. */
  String library();

  /**
   * The library's first candidates, the one it deems best first; empty if it has none.
   *
   * @param tuner takes note of what is left out, and why
   * @param addresses as for {@link Prepared#enqueue}: their alignment is what counts
   * @throws LibraryException also where the operation is not supported
   */
  List<A> candidates(Tuning tuning, Autotuner<A> tuner, long[] addresses);

  /**
   * Puts the operation on a stream.
   *
   * @param workspace at least as large as the algorithm needs; 0 if it needs none
   * @param addresses as for {@link Prepared#enqueue}
   */
  void enqueue(A algorithm, long workspace, long stream, long... addresses);

  /** What {@link Prepared#engine} says. */
  String engine(A algorithm);

  /** Gives back descriptors. */
  @Override
  void close();
}
