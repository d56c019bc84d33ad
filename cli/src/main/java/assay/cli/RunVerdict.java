package assay.cli;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Status;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;

/** The exit code that a run ends with, and the messages that say why. */
final class RunVerdict {
  private final RunRecord run;
  private final PrintWriter stderr;

  RunVerdict(RunRecord run, PrintWriter stderr) {
    this.run = run;
    this.stderr = stderr;
  }

  /**
   * The exit code of the run: that of its worst cell, or that nothing was measured.
   *
   * @param needed targets that must be available
   * @param named ids of workloads that were named and should have been measured somewhere
   */
  int exitCode(Set<String> needed, Set<String> named) {
    boolean tooLarge = false;
    int code = ExitCode.OK;
    for (Cell cell : run.cells()) {
      Outcome<CellResult> outcome = cell.outcome();
      code = worse(code, codeOf(outcome.status()));
      if (outcome.status() == Status.UNAVAILABLE && needed.contains(cell.id().target())) {
        code = worse(code, ExitCode.UNAVAILABLE);
        stderr.println(
            "assay: "
                + cell.id()
                + " is unavailable: "
                + Screen.line(String.valueOf(outcome.reason()))
                + ": "
                + RemedyText.ofNullable(outcome.remedy()));
      }
      tooLarge |=
          outcome.status() == Status.UNSUPPORTED
              && named.contains(cell.id().workload())
              && onlyUnsupported(cell.id().workload());
    }
    if (code == ExitCode.OK && tooLarge) {
      stderr.println(
          "assay: a workload named with -w could not be measured on any target; the table says why");
      code = ExitCode.USAGE;
    }
    if (code == ExitCode.OK && cells(Status.OK) == 0) {
      stderr.println("assay: nothing was measured: " + counts() + "; the table says why");
      code = ExitCode.INCONCLUSIVE;
    }
    return code;
  }

  private long cells(Status status) {
    return run.cells().stream().filter(c -> c.outcome().status() == status).count();
  }

  /** For example: 0 of 6 cells OK, 4 UNSUPPORTED, 2 UNAVAILABLE. */
  private String counts() {
    StringBuilder text = new StringBuilder("0 of " + run.cells().size() + " cells OK");
    for (Status status : Status.values()) {
      long cells = cells(status);
      if (cells > 0) {
        text.append(", ").append(cells).append(' ').append(status);
      }
    }
    return text.toString();
  }

  private boolean onlyUnsupported(String workload) {
    return run.cells().stream()
        .filter(c -> c.id().workload().equals(workload))
        .allMatch(c -> c.outcome().status() == Status.UNSUPPORTED);
  }

  private static int codeOf(Status status) {
    return switch (status) {
      case OK, UNSUPPORTED, UNAVAILABLE -> ExitCode.OK;
      case INVALID -> ExitCode.INVALID;
      case FAILED -> ExitCode.INTERNAL;
      case TIMED_OUT -> ExitCode.INCONCLUSIVE;
    };
  }

  /**
   * The more severe exit code: a wrong result outweighs a missing target, that a regression, that a
   * failure, and that an inconclusive run.
   */
  static int worse(int a, int b) {
    List<Integer> order =
        List.of(
            ExitCode.INVALID,
            ExitCode.UNAVAILABLE,
            ExitCode.REGRESSION,
            ExitCode.INTERNAL,
            ExitCode.INCONCLUSIVE,
            ExitCode.USAGE,
            ExitCode.OK);
    return order.indexOf(a) <= order.indexOf(b) ? a : b;
  }

  /**
   * The exit code for energy that was required.
   *
   * @param unread whether the external meter could not be read, which has been said
   */
  int energyCode(boolean unread) {
    int code = unread ? ExitCode.UNAVAILABLE : ExitCode.OK;
    for (Cell cell : run.cells()) {
      CellResult result = cell.outcome().result();
      if (result != null && result.metric(MetricKey.ENERGY_PER_EXECUTION) == null) {
        code = ExitCode.UNAVAILABLE;
        String why = result.whyNot(MetricKey.ENERGY_PER_EXECUTION);
        stderr.println(
            "assay: "
                + cell.id()
                + " has no energy: "
                + (why == null ? "it was not measured" : why));
      }
    }
    return code;
  }
}
