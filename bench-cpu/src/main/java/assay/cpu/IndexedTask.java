package assay.cpu;

/** One of many independent pieces of a {@link Workers#parallelFor} loop. */
@FunctionalInterface
public interface IndexedTask {
  /**
   * Runs one piece.
   *
   * @param worker who runs it, 0 ≤ worker &lt; {@link Workers#count()}; at any time at most one
   *     piece runs for a given worker, so it may index scratch memory
   * @param index which piece, 0 ≤ index &lt; tasks
   */
  void run(int worker, int index);
}
