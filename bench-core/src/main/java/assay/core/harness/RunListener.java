package assay.core.harness;

import assay.core.record.ForkRecord;
import java.time.Duration;

/** Who follows a run. Called by the thread that runs it. */
public interface RunListener {
  /** A fork begins. */
  void forkStarts(PlannedCell cell, Progress progress);

  /** A fork has ended, and its record is stored. */
  void forkEnded(ForkRecord fork, Progress progress);

  /**
   * How far a run is.
   *
   * @param forks forks that have ended
   * @param expected forks there will be at least, as far as can be said
   * @param left time that the rest will take at least, judged by the forks so far; within the
   *     budget
   */
  record Progress(int forks, int expected, Duration left) {}
}
