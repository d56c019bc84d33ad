package assay.core.ffi;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made at its first use, once. Unlike a static initialiser it can fail without
 * spoiling its class: what the supplier throws goes to the caller, and the next use tries again.
 *
 * @param <T> the value's type
 */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> supplier;
  private volatile @Nullable T value;

  /** For a supplier that returns no null. */
  public Lazy(Supplier<T> supplier) {
    this.supplier = supplier;
  }

  @Override
  public T get() {
    T known = value;
    return known != null ? known : first();
  }

  private synchronized T first() {
    T known = value;
    if (known == null) {
      known = supplier.get();
      value = known;
    }
    return known;
  }
}
