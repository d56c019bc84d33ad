package assay.cpu;

/** One of many independent pieces of a {@link Workers#parallelFor} loop. */
@FunctionalInterface
public interface IndexedTask {
  /**
   * Runs one piece.
   *
   * @param worker index of the worker that runs it, 0 ≤ worker &lt; {@link Workers#count()}; a
   *     worker runs one piece at a time, so this may index scratch memory
   * @param index of the piece, 0 ≤ index &lt; tasks
   */
  void run(int worker, int index);
}
