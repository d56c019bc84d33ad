package assay.report.run;

import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.report.command.Selection;

/** Commands that repeat the measurements of a run. */
final class Reproduce {
  private final RunRecord run;

  Reproduce(RunRecord run) {
    this.run = run;
  }

  /** The command for the whole run. */
  String run() {
    return "./assay run" + Selection.arguments(run) + plan();
  }

  /** The command for one cell. */
  String cell(CellId id) {
    return "./assay run"
        + suite()
        + " -w "
        + Selection.quoted(id.workload())
        + " -t "
        + Selection.quoted(id.target())
        + " -p "
        + Selection.quoted(id.precision())
        + plan();
  }

  /** Whether the commands use the run's own suite; otherwise its parameters must be given. */
  boolean exact() {
    return Selection.ofShippedSuite(run);
  }

  private String suite() {
    return exact() ? " --suite " + run.suite() : "";
  }

  private String plan() {
    return " --seed "
        + run.seed()
        + " --threads "
        + run.plan().threads()
        + " --max-forks "
        + run.plan().maxForks();
  }
}
