package assay.report.export;

import assay.core.record.CellId;
import assay.core.record.ForkRecord;
import assay.core.record.RunRecord;
import assay.report.compare.RunData;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How long a run spent on each of its cells: the sum over its forks, each from its start to the
 * next fork's or the run's end. None takes longer than the plan's fork timeout, so a pause before a
 * run was resumed does not count in full; the last fork of an interrupted run does not count.
 */
final class CellDurations {
  private final Map<CellId, Duration> durations = new HashMap<>();
  private final boolean known;

  private CellDurations(boolean known) {
    this.known = known;
  }

  static CellDurations of(RunData data) {
    CellDurations all = new CellDurations(data.noForks() == null);
    RunRecord run = data.record();
    List<ForkRecord> forks = data.forks();
    TreeSet<Instant> starts = new TreeSet<>();
    forks.forEach(fork -> starts.add(fork.context().startedUtc()));
    Duration timeout = timeout(run);
    for (ForkRecord fork : forks) {
      Instant start = fork.context().startedUtc();
      Instant next = starts.higher(start);
      Instant end = next == null ? run.finishedUtc() : next;
      if (end != null && end.isAfter(start)) {
        Duration took = Duration.between(start, end);
        boolean paused = timeout != null && took.compareTo(timeout) > 0;
        all.durations.merge(fork.cell(), paused ? timeout : took, Duration::plus);
      }
    }
    return all;
  }

  private static @Nullable Duration timeout(RunRecord run) {
    String seconds = run.plan().parameters().get("forkTimeoutSeconds");
    return seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds));
  }

  /** Zero if no fork of the cell ran; null if the run's forks are not available. */
  @Nullable Duration of(CellId cell) {
    return known ? durations.getOrDefault(cell, Duration.ZERO) : null;
  }
}
