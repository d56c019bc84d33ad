package assay.report.compare;

import assay.core.record.RunId;
import assay.core.record.RunRecord;
import java.time.Instant;

/**
 * One side of a comparison.
 *
 * @param id the run
 * @param started when it began
 * @param suite its suite
 * @param machine what a person calls its machine
 */
public record RunSide(RunId id, Instant started, String suite, String machine) {
  static RunSide of(RunRecord run) {
    return new RunSide(run.runId(), run.startedUtc(), run.suite(), Machine.name(run.environment()));
  }
}
