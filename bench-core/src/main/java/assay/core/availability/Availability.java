package assay.core.availability;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is available, or the reason why it is not: the one type for every value that a
 * machine, a file or a run may fail to give. Callers switch over the two cases.
 *
 * <p>In JSON it is {@code {"value": …}} or {@code {"reason": …, "remedy": …}}, told apart by the
 * fields. Where {@code T} has subtypes that carry tags it must be the type of a record's component
 * or of a list's element: for a root value Jackson forgets {@code T}.
 *
 * @param <T> the type of what is available
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Availability.Available.class),
  @JsonSubTypes.Type(Availability.Unavailable.class)
})
public sealed interface Availability<T> {
  /** It is available. */
  record Available<T>(T value) implements Availability<T> {}

  /**
   * It is not.
   *
   * @param reason one sentence: what was tried and what was found
   * @param remedy what would make it available; null where nothing is known to help
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Unavailable<T>(String reason, @Nullable Remedy remedy) implements Availability<T> {
    /** Checks that there is a reason. */
    public Unavailable {
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException("unavailable without a reason");
      }
    }

    /** Where nothing is known to help. */
    public Unavailable(String reason) {
      this(reason, null);
    }

    /** The remedy in words; empty where nothing is known to help. */
    public String remedyText() {
      return remedy == null ? "" : remedy.text();
    }

    /** Reason and remedy in one line, for messages. */
    public String toText() {
      return remedy == null ? reason : reason + "; " + remedy.text();
    }

    /** The same reason for the lack of something else. */
    @SuppressWarnings("unchecked") // No T is held.
    public <U> Unavailable<U> as() {
      return (Unavailable<U>) this;
    }
  }

  /** What {@code function} makes of the value; the same reason where there is none. */
  default <U> Availability<U> map(Function<? super T, ? extends U> function) {
    return flatMap(value -> new Available<>(function.apply(value)));
  }

  /** What {@code function} answers for the value; the same reason where there is none. */
  default <U> Availability<U> flatMap(Function<? super T, Availability<U>> function) {
    return switch (this) {
      case Available<T>(T value) -> function.apply(value);
      case Unavailable<T> none -> none.as();
    };
  }

  /** This, or else the other; where neither is available, both reasons. */
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

  /** The value, without the reason. */
  default Optional<T> toOptional() {
    return this instanceof Available<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** The value, null where there is none. */
  default @Nullable T orNull() {
    return this instanceof Available<T>(T value) ? value : null;
  }

  /** Why there is no value, null where there is one. */
  default @Nullable String whyNot() {
    return this instanceof Unavailable<T> none ? none.reason() : null;
  }

  /** The value, or {@code other} where there is none. */
  default T orElse(T other) {
    return toOptional().orElse(other);
  }
}
