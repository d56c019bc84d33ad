package assay.gpu.library;

import java.util.List;

/** An operation with its fastest algorithm, ready to be enqueued. Not thread-safe. */
public final class Prepared implements AutoCloseable {
  private final Call call;
  private final String engine;
  private final int[] alignments;
  private final Owned owned;

  private Prepared(Call call, String engine, int[] alignments, Owned owned) {
    this.call = call;
    this.engine = engine;
    this.alignments = alignments;
    this.owned = owned;
  }

  private interface Call {
    void enqueue(long stream, long[] addresses);
  }

  /**
   * Runs and times the candidates, and keeps the fastest.
   *
   * @param algorithms closed with the prepared operation, or at once if there is none
   */
  static <A extends Algorithms.Algorithm> Preparation prepare(
      Algorithms<A> algorithms, Tuning tuning, long stream, long[] addresses) {
    Owned owned = new Owned();
    owned.add(algorithms::close);
    try {
      Autotuner<A> tuner = new Autotuner<>(tuning.clock(), stream);
      time(algorithms, tuning, tuner, stream, addresses);
      A best = tuner.best();
      if (best == null) {
        owned.close();
        return new Preparation.NotSupported(
            tuner.why(algorithms.operation(), algorithms.library()));
      }
      String engine = algorithms.engine(best);
      Workspace workspace = Workspace.of(tuning.memory(), best.workspace());
      owned.add(workspace::close);
      return new Preparation.Ready(
          new Prepared(
              (on, at) -> algorithms.enqueue(best, workspace.address(), on, at),
              engine,
              Alignment.of(addresses),
              owned));
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  private static <A extends Algorithms.Algorithm> void time(
      Algorithms<A> algorithms, Tuning tuning, Autotuner<A> tuner, long stream, long[] addresses) {
    List<A> candidates;
    try {
      candidates = algorithms.candidates(tuning, tuner, addresses);
    } catch (LibraryException e) {
      tuner.refused(e);
      return;
    }
    long most = candidates.stream().mapToLong(Algorithms.Algorithm::workspace).max().orElse(0);
    try (Workspace workspace = Workspace.of(tuning.memory(), most)) {
      for (A candidate : candidates) {
        tuner.time(
            candidate, () -> algorithms.enqueue(candidate, workspace.address(), stream, addresses));
      }
    }
  }

  /**
   * Enqueues the operation on a stream and returns at once. May be captured into a graph.
   *
   * @param stream the driver's stream, 0 for the default one
   * @param addresses device addresses of the operation's inputs, then of its outputs, in the
   *     operation's order; aligned at least as well as those it was prepared with
   * @throws LibraryException if the library rejects the call
   * @throws IllegalArgumentException if there are too few or too many addresses, or one is less
   *     aligned
   */
  public void enqueue(long stream, long... addresses) {
    Alignment.check(alignments, addresses);
    call.enqueue(stream, addresses);
  }

  /**
   * The library, its version and the chosen algorithm, for the run's record. Equal for equal
   * choices; contains no times.
   */
  public String engine() {
    return engine;
  }

  /**
   * Releases descriptors and workspace. The device must have finished; closing twice is harmless.
   */
  @Override
  public void close() {
    owned.close();
  }
}
