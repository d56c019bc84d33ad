package assay.core.availability;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value, or the reason why it is unavailable: the one type for everything that a machine, a file
 * or a run may fail to provide. Callers switch over the two cases.
 *
 * <p>In JSON it is {@code {"value": …}} or {@code {"reason": …, "remedy": …}}, distinguished by
 * their fields. If {@code T} has tagged subtypes, use this type only for a record component or a
 * list element: for a root value Jackson loses {@code T}.
 *
 * @param <T> the type of the value
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Availability.Available.class),
  @JsonSubTypes.Type(Availability.Unavailable.class)
})
public sealed interface Availability<T> {
  /** The value is available. */
  record Available<T>(T value) implements Availability<T> {}

  /**
   * The value is unavailable.
   *
   * @param reason one sentence: what was tried and what was found
   * @param remedy what would make it available; null if none is known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Unavailable<T>(String reason, @Nullable Remedy remedy) implements Availability<T> {
    public Unavailable {
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException("an unavailable value needs a reason");
      }
    }

    /** Without a known remedy. */
    public Unavailable(String reason) {
      this(reason, null);
    }

    /** The remedy in words; empty if none is known. */
    public String remedyText() {
      return remedy == null ? "" : remedy.text();
    }

    /** Reason and remedy in one line, for messages. */
    public String toText() {
      return remedy == null ? reason : reason + "; " + remedy.text();
    }

    /** The same reason for a value of another type. */
    @SuppressWarnings("unchecked") // Holds no T.
    public <U> Unavailable<U> as() {
      return (Unavailable<U>) this;
    }
  }

  /** Applies {@code function} to the value; keeps the reason if there is none. */
  default <U> Availability<U> map(Function<? super T, ? extends U> function) {
    return flatMap(value -> new Available<>(function.apply(value)));
  }

  /** Applies {@code function}, which may fail in turn; keeps the reason if there is no value. */
  default <U> Availability<U> flatMap(Function<? super T, Availability<U>> function) {
    return switch (this) {
      case Available<T>(T value) -> function.apply(value);
      case Unavailable<T> none -> none.as();
    };
  }

  /** This value if available, else {@code other}; both reasons if neither is. */
  default Availability<T> or(Supplier<Availability<T>> other) {
    if (!(this instanceof Unavailable<T> first)) {
      return this;
    }
    Availability<T> second = other.get();
    return second instanceof Unavailable<T> also
        ? new Unavailable<>(
            first.reason() + "; " + also.reason(),
            first.remedy() == null ? also.remedy() : first.remedy())
        : second;
  }

  /** The value; empty if unavailable. */
  default Optional<T> toOptional() {
    return this instanceof Available<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** The value, or null if unavailable. */
  default @Nullable T orNull() {
    return this instanceof Available<T>(T value) ? value : null;
  }

  /** The reason, or null if the value is available. */
  default @Nullable String whyNot() {
    return this instanceof Unavailable<T> none ? none.reason() : null;
  }

  /** The value, or {@code other} if unavailable. */
  default T orElse(T other) {
    return toOptional().orElse(other);
  }
}
