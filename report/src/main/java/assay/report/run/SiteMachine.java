package assay.report.run;

import assay.report.compare.Machine;
import java.util.List;

/**
 * A machine of a site and its runs.
 *
 * @param number from 1, in the order of the machines' first runs
 * @param runs in the order of time, at least one
 * @param max how many of the newest have a page
 */
record SiteMachine(int number, List<StoredRuns.Stored> runs, int max) {
  SiteMachine {
    runs = List.copyOf(runs);
  }

  /** Its page. */
  String file() {
    return "machine-" + number + ".html";
  }

  /** The page of a run. */
  static String file(PastRun run) {
    return "run-" + run.head().runId().value() + ".html";
  }

  /** Position of the oldest run that has a page. */
  int firstWithPage() {
    return Math.max(0, runs.size() - max);
  }

  /** Readable name, with the thread count that makes it a separate series. */
  String name() {
    return Machine.name(newest().head().environment());
  }

  PastRun newest() {
    return runs.getLast().run();
  }

  int threads() {
    return newest().head().plan().threads();
  }
}
