package assay.cli;

import assay.core.harness.PlannedCell;
import assay.core.harness.RunClock;
import assay.core.harness.RunExecutor;
import assay.core.harness.RunPlan;
import assay.core.record.CellId;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunLock;
import assay.core.record.store.RunStore;
import assay.report.gate.Gate;
import assay.report.nightly.Nightly;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Measures suspects and canaries of a run again in the same night: {@value Gate#RERUNS} runs of
 * their own, stored beside the first one.
 */
final class Confirmation {
  private final RunStore store;
  private final RunPlan plan;
  private final RunId confirmed;
  private final PrintWriter stderr;

  /**
   * @param plan of the run
   * @param confirmed the run
   */
  Confirmation(RunStore store, RunPlan plan, RunId confirmed, PrintWriter stderr) {
    this.store = store;
    this.plan = plan;
    this.confirmed = confirmed;
    this.stderr = stderr;
  }

  /**
   * Measures.
   *
   * @param budget time for all runs together; a fork that was begun in time may exceed it
   */
  void run(Nightly.Again again, Duration budget) throws IOException {
    Set<CellId> wanted = new HashSet<>(again.suspects());
    wanted.addAll(again.canaries());
    List<PlannedCell> cells =
        plan.cells().stream().filter(cell -> wanted.contains(cell.id())).toList();
    stderr.println(
        "assay: measuring again what stands out, "
            + Gate.RERUNS
            + " times in at most "
            + budget.toSeconds()
            + " s: "
            + suspects(again.suspects().size())
            + ", and "
            + again.canaries().size()
            + " canaries");
    long end = System.nanoTime() + budget.toNanos();
    for (int rerun = 0; rerun < Gate.RERUNS; rerun++) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative() || left.isZero()) {
        stderr.println(
            "assay: the time to confirm is over after " + rerun + " of " + Gate.RERUNS + " runs");
        return;
      }
      measure(cells, left.dividedBy(Gate.RERUNS - rerun));
    }
  }

  private static String suspects(int cells) {
    return switch (cells) {
      case 0 -> "the host";
      case 1 -> "1 cell";
      default -> cells + " cells";
    };
  }

  private void measure(List<PlannedCell> cells, Duration budget) throws IOException {
    RunRecord.GatePlan gate = plan.gate();
    RunPlan again =
        new RunPlan(
            plan.suite(),
            cells,
            plan.measure(),
            plan.stopping(),
            plan.repetitions(),
            plan.seeds(),
            Optional.of(budget),
            plan.seed(),
            plan.threads(),
            plan.dataFolder(),
            plan.forkLimit(),
            Optional.empty(),
            plan.observation(),
            new RunRecord.GatePlan(gate == null ? List.of() : gate.canaries(), confirmed));
    try (ProgressReport progress = ProgressReport.create(stderr)) {
      RunClock clock = new RunClock();
      RunId id = RunId.create(clock.instant(), new SecureRandom());
      RunExecutor executor = new RunExecutor(again, id, clock, BuildInfo.record(), progress);
      RunFolder folder = store.create(id);
      try (RunLock _ = RunCommand.lock(folder)) {
        executor.run(folder);
      }
    }
  }
}
