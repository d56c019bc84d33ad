package assay.report.export;

import java.time.Instant;
import java.util.List;

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

  /** A case. */
  record Case(String className, String name, Outcome outcome) {}

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

  /** Number of cases with this outcome. */
  long count(Class<? extends Outcome> type) {
    return cases.stream().filter(c -> type.isInstance(c.outcome())).count();
  }
}
