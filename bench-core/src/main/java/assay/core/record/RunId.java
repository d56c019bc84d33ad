package assay.core.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A run's name: its start in UTC and six random characters, such as {@code
 * 20261122T051500Z-ab12cd}. A new run's folder has this name, but may be renamed.
 */
public record RunId(String value) implements Comparable<RunId> {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-z]{6}");

  // ROOT, because some locales format digits other than 0 to 9.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int TIME_LENGTH = "20261122T051500Z".length();

  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RunId {
    if (!isRunId(value)) {
      throw new IllegalArgumentException("not a run id: " + value);
    }
  }

  /** A new id. */
  public static RunId create(Instant started, RandomGenerator random) {
    StringBuilder id = new StringBuilder(TIME.format(started)).append('-');
    for (int i = 0; i < 6; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new RunId(id.toString());
  }

  /** Whether the text has the form of a run id. */
  public static boolean isRunId(String text) {
    return FORM.matcher(text).matches();
  }

  /** When the run began, to the second; empty if the digits are not a time. */
  public Optional<Instant> started() {
    try {
      return Optional.of(TIME.parse(value.substring(0, TIME_LENGTH), Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  @JsonValue
  public String value() {
    return value;
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
