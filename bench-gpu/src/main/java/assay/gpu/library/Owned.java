package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Resources that are released in reverse order, each once, even if one of them fails. The first
 * failure is thrown at the end.
 */
final class Owned implements AutoCloseable {
  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Adds a release that runs on close, before those that were added earlier. */
  void add(Runnable release) {
    releases.push(release);
  }

  /**
   * Creates an object of a library, which is destroyed on close.
   *
   * @param create writes the new object's handle
   */
  long create(Consumer<MemorySegment> create, LongConsumer destroy) {
    long object = created(create);
    add(() -> destroy.accept(object));
    return object;
  }

  /** The handle that a function writes. */
  static long created(Consumer<MemorySegment> create) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
      create.accept(out);
      return out.get(ValueLayout.JAVA_LONG, 0);
    }
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
