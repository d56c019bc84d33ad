package assay.gpu.library;

/** An operation that a library is ready to do. Not for use by several threads at a time. */
public interface Prepared extends AutoCloseable {
  /**
   * Puts the operation on a stream and returns at once. May be captured into a graph.
   *
   * @param stream the driver's stream, 0 for the default one
   * @param addresses device addresses of the operation's inputs, then of its outputs, in the order
   *     in which the operation lists them; aligned at least as those were that it was prepared with
   * @throws LibraryException if the library refuses
   * @throws IllegalArgumentException if there are too few or too many addresses, or one is less
   *     aligned
   */
  void enqueue(long stream, long... addresses);

  /**
   * The library, its version and the algorithm that was chosen, for the run's record. The same for
   * the same choice; times are not in it.
   */
  String engine();

  /** Gives back descriptors and workspace. The device must have finished; a second call is void. */
  @Override
  void close();
}
