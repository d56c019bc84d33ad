package assay.gpu.library;

import assay.core.spi.Unsupported;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries candidates on the device and keeps the fastest, and the reasons why others were excluded.
 */
final class Autotuner<T> {
  private static final int MAX_REASONS = 3;

  private final StreamClock clock;
  private final long stream;
  private final List<String> refusals = new ArrayList<>();
  private @Nullable T best;
  private long bestNanos = Long.MAX_VALUE;

  Autotuner(StreamClock clock, long stream) {
    this.clock = clock;
    this.stream = stream;
  }

  /**
   * Runs a candidate once to warm up, and once timed.
   *
   * @throws LibraryException if it fails for any other reason than being unsupported
   */
  void time(T candidate, Runnable enqueue) {
    try {
      clock.nanos(stream, enqueue);
      long nanos = clock.nanos(stream, enqueue);
      if (nanos < bestNanos) {
        bestNanos = nanos;
        best = candidate;
      }
    } catch (LibraryException e) {
      refused(e);
    }
  }

  /** Notes why a candidate is excluded if it is unsupported; otherwise rethrows. */
  void refused(LibraryException e) {
    if (!e.unsupported()) {
      throw e;
    }
    refused(e.getMessage());
  }

  /** Notes why a candidate is excluded. */
  void refused(@Nullable String why) {
    if (why != null && !refusals.contains(why)) {
      refusals.add(why);
    }
  }

  /** The fastest, or null if none could be run. */
  @Nullable T best() {
    return best;
  }

  /** Why there is none. */
  Unsupported why(String operation, String library) {
    String reasons =
        refusals.isEmpty()
            ? "it has no algorithm"
            : String.join("; ", refusals.subList(0, Math.min(MAX_REASONS, refusals.size())));
    return new Unsupported(operation, library + ": " + reasons);
  }
}
