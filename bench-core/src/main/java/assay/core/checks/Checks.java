package assay.core.checks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks of record components; each returns its argument or an immutable copy of it. */
public final class Checks {
  private Checks() {}

  public static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; a missing value is omitted with a reason");
    }
    return value;
  }

  public static double notNegative(String name, double value) {
    if (finite(name, value) < 0) {
      throw new IllegalArgumentException(name + " must not be negative, is " + value);
    }
    return value;
  }

  public static void notNegative(String name, @Nullable Long value) {
    if (value != null && value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, is " + value);
    }
  }

  public static void notNegative(String name, @Nullable Double value) {
    if (value != null) {
      notNegative(name, value.doubleValue());
    }
  }

  public static String text(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  public static void textOrNull(String name, @Nullable String value) {
    if (value != null) {
      text(name, value);
    }
  }

  /** A copy that keeps the order, which {@link Map#copyOf} does not. */
  public static <K, V> Map<K, V> copy(String name, Map<K, V> map) {
    Map<K, V> copy = new LinkedHashMap<>(map);
    copy.forEach((key, value) -> {
      Objects.requireNonNull(key, name);
      Objects.requireNonNull(value, () -> name + "." + key);
    });
    return Collections.unmodifiableMap(copy);
  }
}
