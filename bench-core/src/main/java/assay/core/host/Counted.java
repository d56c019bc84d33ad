package assay.core.host;

import assay.core.availability.Availability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Summarises values of many parts: a common value once, different ones with their counts. */
public final class Counted {
  private Counted() {}

  /**
   * {@code performance}, or {@code performance × 60, powersave × 4}: most frequent first, ties by
   * name.
   *
   * @param values at least one
   */
  public static String of(List<String> values) {
    Map<String, Integer> counts = new TreeMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    if (counts.size() == 1) {
      return values.getFirst();
    }
    return all(counts);
  }

  /** {@code 8 × DIMM, 4 × empty}, with a count even for a single value. */
  public static String withCounts(List<String> values) {
    Map<String, Integer> counts = new TreeMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " × " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /**
   * The summary of all values; unavailable ones are counted; if all are unavailable, the reason.
   */
  public static Availability<String> ofAnswers(
      List<Availability<String>> answers, String whatIsMissing) {
    List<String> known = new ArrayList<>();
    for (Availability<String> answer : answers) {
      if (answer instanceof Availability.Available<String>(String value)) {
        known.add(value);
      }
    }
    if (known.isEmpty()) {
      return answers.isEmpty() ? new Availability.Unavailable<>(whatIsMissing) : answers.getFirst();
    }
    answers.stream()
        .filter(Availability.Unavailable.class::isInstance)
        .forEach(missing -> known.add("not readable"));
    return new Availability.Available<>(of(known));
  }

  private static String all(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> entry.getKey() + " × " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
