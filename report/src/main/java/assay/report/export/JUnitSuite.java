package assay.report.export;

import java.time.Instant;
import java.util.List;

/**
 * A suite of JUnit XML.
 *
 * @param name its name
 * @param started when what it tells of began
 * @param cases its cases
 */
record JUnitSuite(String name, Instant started, List<JUnitSuite.Case> cases) {
  JUnitSuite {
    cases = List.copyOf(cases);
  }

  /** A case. */
  record Case(String className, String name, Outcome outcome) {}

  /** How a case ended. */
  sealed interface Outcome {}

  /** All is well. */
  record Passed() implements Outcome {}

  /** Became worse. */
  record Failed(String type, String message) implements Outcome {}

  /** Wrong or broken. */
  record Errored(String type, String message) implements Outcome {}

  /** Nothing can be said, for a reason. */
  record Skipped(String message) implements Outcome {}

  /** How many cases ended so. */
  long count(Class<? extends Outcome> type) {
    return cases.stream().filter(c -> type.isInstance(c.outcome())).count();
  }
}
