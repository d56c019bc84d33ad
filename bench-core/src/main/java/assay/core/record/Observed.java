package assay.core.record;

import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/** Something that was observed, or the reason why it was not. */
public sealed interface Observed<T> {
  /** It was observed. */
  record Present<T>(T value) implements Observed<T> {}

  /**
   * It was not.
   *
   * @param reason one line for a person
   */
  record Missing<T>(String reason) implements Observed<T> {
    public Missing {
      Checks.text("reason", reason);
    }
  }

  /** From the two fields of a file, of which exactly one is there. */
  static <T> Observed<T> of(String name, @Nullable T value, @Nullable String reason) {
    Checks.eitherOr(name, value, reason);
    if (value != null) {
      return new Present<>(value);
    }
    return new Missing<>(reason == null ? "" : reason);
  }

  /** The value; null where it is missing. */
  static <T> @Nullable T value(Observed<T> observed) {
    return observed instanceof Present<T>(T value) ? value : null;
  }

  /** The reason; null where it is there. */
  static <T> @Nullable String reason(Observed<T> observed) {
    return observed instanceof Missing<T>(String reason) ? reason : null;
  }
}
