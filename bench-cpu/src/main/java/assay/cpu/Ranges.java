package assay.cpu;

/** Loops over elements or rows, split into contiguous pieces for a team. */
public final class Ranges {
  /** More pieces than workers, so that a descheduled worker does not delay the whole loop. */
  private static final int PIECES_PER_WORKER = 4;

  private Ranges() {}

  /** One contiguous piece. */
  @FunctionalInterface
  public interface Body {
    /** Handles [from, to). */
    void run(int from, int to);
  }

  /** Number of pieces to split {@code n} into, so that each has at least {@code grain}. */
  public static int pieces(Workers workers, int n, int grain) {
    if (workers.count() == 1) {
      return 1;
    }
    return Math.clamp(n / Math.max(1, grain), 1, PIECES_PER_WORKER * workers.count());
  }

  /** Start of piece {@code piece} when [0, n) is split into {@code pieces} nearly equal ones. */
  public static int start(int n, int pieces, int piece) {
    return (int) ((long) n * piece / pieces);
  }

  /** A loop over [0, n). */
  public static Runnable over(Workers workers, int n, int grain, Body body) {
    int pieces = pieces(workers, n, grain);
    if (pieces == 1) {
      return () -> body.run(0, n);
    }
    IndexedTask task = (worker, i) -> body.run(start(n, pieces, i), start(n, pieces, i + 1));
    return () -> workers.parallelFor(pieces, task);
  }
}
