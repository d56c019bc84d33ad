package assay.report.history;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is called without its version and its settings, so that a series goes on over an
 * update: {@code cuBLASLt} of {@code cuBLASLt 13.1.1, algorithm 66, …}. Several engines, which a
 * record separates by semicolons, are joined by {@code +}.
 */
final class EngineFamily {
  private EngineFamily() {}

  static String of(@Nullable String engine) {
    if (engine == null) {
      return SeriesKey.UNKNOWN;
    }
    return Stream.of(engine.split(";"))
        .map(EngineFamily::one)
        .filter(family -> !family.isEmpty())
        .distinct()
        .collect(Collectors.joining("+"));
  }

  /** The words before the first comma, bracket or word with a digit; the first word in any case. */
  private static String one(String engine) {
    String[] words = engine.strip().split("[,(]", 2)[0].strip().split("\\s+");
    String rest =
        Arrays.stream(words)
            .skip(1)
            .takeWhile(word -> word.chars().noneMatch(Character::isDigit) && !word.equals("for"))
            .map(word -> " " + word)
            .collect(Collectors.joining());
    return words[0] + rest;
  }
}
