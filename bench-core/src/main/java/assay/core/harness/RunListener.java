package assay.core.harness;

import assay.core.record.ForkRecord;
import java.time.Duration;

/** Observes a run. Called on the thread that runs it. */
public interface RunListener {
  /** A fork is about to start. */
  void forkStarts(PlannedCell cell, Progress progress);

  /** A fork has ended, and its record is stored. */
  void forkEnded(ForkRecord fork, Progress progress);

  /**
   * Progress of a run.
   *
   * @param forks forks that have ended
   * @param expected estimated minimum number of forks
   * @param left estimated minimum time for the rest, from the forks so far; within the budget
   */
  record Progress(int forks, int expected, Duration left) {}
}
