package assay.gpu.library;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What must be given back: in the reverse order, each once, all of it even where one fails. The
 * first failure is thrown at the end.
 */
final class Owned implements AutoCloseable {
  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Has this done at the close, before all that was added earlier. */
  void add(Runnable release) {
    releases.push(release);
  }

  @Override
  public void close() {
    RuntimeException first = null;
    while (!releases.isEmpty()) {
      first = release(releases.pop(), first);
    }
    if (first != null) {
      throw first;
    }
  }

  private static @Nullable RuntimeException release(
      Runnable release, @Nullable RuntimeException first) {
    try {
      release.run();
      return first;
    } catch (RuntimeException e) {
      if (first == null) {
        return e;
      }
      first.addSuppressed(e);
      return first;
    }
  }
}
