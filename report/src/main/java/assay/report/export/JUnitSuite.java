package assay.report.export;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A suite of JUnit XML.
 *
 * @param name its name
 * @param started when the run began
 * @param cases its cases
 */
record JUnitSuite(String name, Instant started, List<JUnitSuite.Case> cases) {
  JUnitSuite {
    cases = List.copyOf(cases);
  }

  /**
   * A case.
   *
   * @param time how long it took, null if unknown
   */
  record Case(String className, String name, @Nullable Duration time, Outcome outcome) {}

  /** How a case ended. */
  sealed interface Outcome {}

  /** No problem. */
  record Passed() implements Outcome {}

  /** A regression. */
  record Failed(String type, String message) implements Outcome {}

  /** A wrong output or an error. */
  record Errored(String type, String message) implements Outcome {}

  /** No result, with the reason. */
  record Skipped(String message) implements Outcome {}

  /** How long all cases took; null if that is unknown of one. */
  @Nullable Duration time() {
    Duration sum = Duration.ZERO;
    for (Case each : cases) {
      Duration time = each.time();
      if (time == null) {
        return null;
      }
      sum = sum.plus(time);
    }
    return sum;
  }

  /** Number of cases with this outcome. */
  long count(Class<? extends Outcome> type) {
    return cases.stream().filter(c -> type.isInstance(c.outcome())).count();
  }
}
