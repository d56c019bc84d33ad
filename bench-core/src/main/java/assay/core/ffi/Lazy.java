package assay.core.ffi;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value created once, on first use. Unlike a static initialiser it can fail without making its
 * class unusable: an exception of the supplier reaches the caller, and the next use tries again.
 *
 * @param <T> the value's type
 */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> supplier;
  private volatile @Nullable T value;

  /** The supplier must not return null. */
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
