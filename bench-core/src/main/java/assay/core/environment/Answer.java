package assay.core.environment;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What came of looking for one value: the value, or why there is none. */
sealed interface Answer {
  /** The value, not blank. */
  record Known(String value) implements Answer {}

  /** Why there is none: what was looked at and what happened. */
  record Missing(String reason) implements Answer {}

  /** A text that was read at {@code place}; blank counts as missing. */
  static Answer of(String place, String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? new Missing(place + " is empty") : new Known(stripped);
  }

  /** The value put in another form. */
  default Answer map(UnaryOperator<String> form) {
    return switch (this) {
      case Known known -> new Known(form.apply(known.value()));
      case Missing missing -> missing;
    };
  }

  /** This, or else the other; where both are missing, both reasons. */
  default Answer or(Supplier<Answer> other) {
    if (!(this instanceof Missing first)) {
      return this;
    }
    Answer second = other.get();
    return second instanceof Missing also
        ? new Missing(first.reason() + "; " + also.reason())
        : second;
  }

  /** The value, or {@code otherwise} where there is none. */
  default String orElse(String otherwise) {
    return this instanceof Known known ? known.value() : otherwise;
  }
}
