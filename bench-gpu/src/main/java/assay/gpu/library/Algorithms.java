package assay.gpu.library;

import java.util.List;

/**
 * The algorithms that a library has for one operation.
 *
 * @param <A> type of an algorithm
 */
interface Algorithms<A extends Algorithms.Algorithm> extends AutoCloseable {
  /** A way to compute the operation. */
  interface Algorithm {
    /** Device memory it needs, in bytes. */
    long workspace();
  }

  /** The operation's name. */
  String operation();

  /** The library they come from, with its version and file. */
  String library();

  /**
   * The library's first candidates, in its order of preference; empty if it has none.
   *
   * @param tuner is told of excluded candidates, and why
   * @param addresses as for {@link Prepared#enqueue}: only their alignment matters
   * @throws LibraryException also where the operation is not supported
   */
  List<A> candidates(Tuning tuning, Autotuner<A> tuner, long[] addresses);

  /**
   * Enqueues the operation on a stream.
   *
   * @param workspace at least as large as the algorithm needs; 0 if it needs none
   * @param addresses as for {@link Prepared#enqueue}
   */
  void enqueue(A algorithm, long workspace, long stream, long... addresses);

  /** The text of {@link Prepared#engine}. */
  String engine(A algorithm);

  /** Releases descriptors. */
  @Override
  void close();
}
