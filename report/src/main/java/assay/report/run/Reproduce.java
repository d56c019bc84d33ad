package assay.report.run;

import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.report.command.Selection;

/** The command that measures again what a run measured. */
final class Reproduce {
  private final RunRecord run;

  Reproduce(RunRecord run) {
    this.run = run;
  }

  /** The whole run. */
  String run() {
    return "./assay run" + Selection.arguments(run) + plan();
  }

  /** One cell. */
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

  /** Whether the commands measure with the run's own suite; else its parameters must be given. */
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
