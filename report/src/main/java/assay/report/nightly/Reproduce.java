package assay.report.nightly;

import assay.core.result.CellId;
import assay.core.result.RunRecord;
import assay.core.workload.Suites;

/** The command that measures again what a run measured. */
final class Reproduce {
  private final RunRecord run;

  Reproduce(RunRecord run) {
    this.run = run;
  }

  /** The whole run. */
  String run() {
    return "./assay run" + common();
  }

  /** One cell. */
  String cell(CellId id) {
    return "./assay run"
        + suite()
        + " -w "
        + quoted(id.workload())
        + " -t "
        + quoted(id.target())
        + " -p "
        + quoted(id.precision())
        + plan();
  }

  /** Whether the commands measure with the run's own suite; else its parameters must be given. */
  boolean exact() {
    return Suites.names().contains(run.suite());
  }

  private String common() {
    StringBuilder text = new StringBuilder(suite());
    if (!exact()) {
      run.plan().workloads().forEach(workload -> text.append(" -w ").append(quoted(workload)));
    }
    return text + plan();
  }

  private String suite() {
    return exact() ? " --suite " + run.suite() : "";
  }

  private String plan() {
    return " --seed "
        + run.seed()
        + " --threads "
        + run.plan().threads()
        + " --forks "
        + run.plan().maxForks();
  }

  /** For a POSIX shell; what needs no quotes gets none. */
  static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
