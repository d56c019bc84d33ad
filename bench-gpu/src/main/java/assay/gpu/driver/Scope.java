package assay.gpu.driver;

import java.util.ArrayDeque;
import java.util.Deque;

/** Resources that are closed together, in reverse order, even if some fail to close. */
public final class Scope implements AutoCloseable {
  private final Deque<Runnable> closers = new ArrayDeque<>();

  /** Takes over a resource. */
  public <T extends AutoCloseable> T add(T resource) {
    closers.push(() -> {
      try {
        resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    return resource;
  }

  /** Closes everything; the first failure is thrown, with the others suppressed. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!closers.isEmpty()) {
      try {
        closers.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
