package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.RunStoreException;
import assay.core.record.store.ForkLog;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.record.store.TelemetryLog;
import assay.report.compare.RunData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a run and what its page needs from other runs. Earlier runs are read one at a time and only
 * their medians are kept, so that a year of nights fits in memory.
 */
public final class RunReader {
  private final Path reportFolder;

  /**
   * A reader.
   *
   * @param reportFolder folder of the report, from which it links to raw data
   */
  public RunReader(Path reportFolder) {
    this.reportFolder = reportFolder;
  }

  /**
   * Reads a run and its history.
   *
   * @param tonight the run
   * @param others stored runs in any order; those that began later are left aside
   * @param max how many of the newest earlier runs are read
   * @param baseline the run to compare it with, null for the previous comparable one
   * @throws RunStoreException where the run or the baseline named cannot be read; an earlier run
   *     that cannot be read is listed in the history instead
   */
  public RunReportInput read(
      RunFolder tonight, List<RunFolder> others, int max, @Nullable RunFolder baseline)
      throws RunStoreException {
    return read(tonight.read(), tonight, others, max, baseline);
  }

  /**
   * The same for a run whose record is in memory.
   *
   * @param run the record of {@code tonight}
   */
  public RunReportInput read(
      RunRecord run,
      RunFolder tonight,
      List<RunFolder> others,
      int max,
      @Nullable RunFolder baseline)
      throws RunStoreException {
    List<RunFolder> earlier =
        RunStore.newestFirst(
            others.stream()
                .filter(RunFolder::hasRecord)
                .filter(folder -> folder.started().isBefore(run.startedUtc()))
                .toList());
    int read = Math.min(max, earlier.size());
    StoredRuns past = StoredRuns.read(earlier.subList(0, read));
    return read(run, tonight, past, earlier.size() - read, baseline);
  }

  /** The same with a history that has already been read. */
  RunReportInput read(
      RunRecord run, RunFolder tonight, StoredRuns earlier, int older, @Nullable RunFolder baseline)
      throws RunStoreException {
    boolean forks = Files.exists(tonight.forksFile());
    ForkLog.Contents log = tonight.readForks();
    TelemetryLog.Contents telemetry = tonight.readTelemetry();
    RunState state = tonight.state(run);
    List<PastRun> past =
        earlier.runs().stream()
            .map(StoredRuns.Stored::run)
            .filter(other -> !other.head().runId().equals(run.runId()))
            .toList();
    RunHistory history = RunHistory.of(run, past, earlier.unreadable(), older);
    return new RunReportInput(
        run,
        state,
        log.forks(),
        forks ? null : "the run has no forks.jsonl",
        telemetry.sessions(),
        telemetry.sessions().isEmpty() ? noTelemetry(run) : null,
        state == RunState.RUNNING ? List.of() : lost(log, telemetry),
        baseline == null ? previous(run, history, earlier) : given(baseline),
        history,
        RawFiles.of(tonight, reportFolder));
  }

  /** A running run's last line may be incomplete at this moment without anything being lost. */
  private static List<String> lost(ForkLog.Contents forks, TelemetryLog.Contents telemetry) {
    List<String> lost = new ArrayList<>(telemetry.lost());
    if (forks.tornLine() != null) {
      lost.addFirst("forks.jsonl: its last line is incomplete");
    }
    return lost;
  }

  private static String noTelemetry(RunRecord run) {
    String off = run.telemetry().off();
    return off == null ? "the run has no telemetry.jsonl" : off;
  }

  private static Baseline given(RunFolder baseline) throws RunStoreException {
    return new Baseline.Found(RunData.read(baseline), Baseline.Choice.GIVEN);
  }

  private static Baseline previous(RunRecord run, RunHistory history, StoredRuns earlier)
      throws RunStoreException {
    if (history.runs().isEmpty()) {
      boolean none = history.otherMachines().isEmpty();
      return new Baseline.None(none ? Baseline.Why.NO_EARLIER_RUN : Baseline.Why.NONE_COMPARABLE);
    }
    Set<CellId> measured =
        run.cells().stream()
            .filter(cell -> cell.outcome() instanceof Outcome.Measured<CellResult>)
            .map(Cell::id)
            .collect(Collectors.toSet());
    PastRun same = history.newest(measured, run.suite());
    PastRun chosen = same == null ? history.newest(measured, null) : same;
    if (chosen == null) {
      return new Baseline.None(Baseline.Why.NOTHING_IN_COMMON);
    }
    return new Baseline.Found(
        RunData.read(earlier.folder(chosen)),
        same == null ? Baseline.Choice.PREVIOUS_OTHER_SUITE : Baseline.Choice.PREVIOUS);
  }
}
