package assay.report.nightly;

import assay.core.result.Cell;
import assay.core.result.CellId;
import assay.core.result.CellOutcome;
import assay.core.result.ForkRecord;
import assay.core.result.RunFolder;
import assay.core.result.RunRecord;
import assay.core.result.RunStoreException;
import assay.core.result.TelemetryLog;
import assay.report.compare.RunData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a run with what its page needs of others. Earlier runs are read one after the other and
 * only their medians are kept, so that a year of nights fits.
 */
public final class RunReader {
  private final Path reportFolder;

  /**
   * A reader.
   *
   * @param reportFolder where the report will stand, from which it links to raw data
   */
  public RunReader(Path reportFolder) {
    this.reportFolder = reportFolder;
  }

  /**
   * Reads a run and its past.
   *
   * @param tonight the run
   * @param others stored runs in any order; those that began later are left aside
   * @param most how many of the newest earlier runs are looked at
   * @param baseline the run to set it against, null for the previous comparable one
   * @throws RunStoreException where the run or the baseline named cannot be read; an earlier run
   *     that cannot be read is listed in the history instead
   */
  public NightlyInput read(
      RunFolder tonight, List<RunFolder> others, int most, @Nullable RunFolder baseline)
      throws RunStoreException {
    RunRecord run = tonight.read();
    boolean forks = Files.exists(tonight.forksFile());
    List<ForkRecord> lines = forks ? tonight.readForks().forks() : List.of();
    List<TelemetryLog.Session> telemetry = tonight.readTelemetry();
    Past past = past(run, others, most);
    return new NightlyInput(
        run,
        lines,
        forks ? null : "the run has no forks.jsonl",
        telemetry,
        telemetry.isEmpty() ? noTelemetry(run) : null,
        baseline == null ? previous(run, past) : given(baseline),
        past.history(),
        RawFiles.of(tonight, reportFolder));
  }

  private static String noTelemetry(RunRecord run) {
    String off = run.telemetry().off();
    return off == null ? "the run has no telemetry.jsonl" : off;
  }

  private record Past(RunHistory history, Map<String, RunFolder> folders) {}

  private record Read(
      RunFolder folder, @Nullable PastRun run, RunHistory.@Nullable Unreadable failure) {}

  private static Past past(RunRecord tonight, List<RunFolder> others, int most) {
    String own = tonight.runId().value();
    List<RunFolder> earlier =
        others.stream()
            .filter(folder -> folder.hasRecord() && name(folder).compareTo(own) < 0)
            .sorted(Comparator.comparing(RunReader::name))
            .toList();
    int older = Math.max(0, earlier.size() - most);
    List<Read> reads =
        earlier.subList(older, earlier.size()).parallelStream().map(RunReader::read).toList();
    List<PastRun> runs = new ArrayList<>();
    List<RunHistory.Unreadable> failures = new ArrayList<>();
    Map<String, RunFolder> folders = new HashMap<>();
    for (Read read : reads) {
      PastRun run = read.run();
      if (run != null && folders.put(run.head().runId().value(), read.folder()) == null) {
        runs.add(run);
      } else if (read.failure() != null) {
        failures.add(read.failure());
      }
    }
    runs.removeIf(run -> run.head().runId().equals(tonight.runId()));
    runs.sort(Comparator.comparing(PastRun::started).thenComparing(run -> run.head().runId()));
    return new Past(RunHistory.of(tonight, runs, failures, older), folders);
  }

  private static Read read(RunFolder folder) {
    try {
      return new Read(folder, PastRun.of(folder.read()), null);
    } catch (RunStoreException e) {
      String why = String.valueOf(e.getMessage());
      return new Read(folder, null, new RunHistory.Unreadable(name(folder), why));
    }
  }

  private static String name(RunFolder folder) {
    Path absolute = folder.path().toAbsolutePath().normalize();
    return String.valueOf(absolute.getFileName());
  }

  private static Baseline given(RunFolder baseline) throws RunStoreException {
    return new Baseline.Found(RunData.read(baseline), Baseline.Choice.GIVEN);
  }

  private static Baseline previous(RunRecord run, Past past) throws RunStoreException {
    RunHistory history = past.history();
    if (history.runs().isEmpty()) {
      boolean none = history.otherMachines().isEmpty();
      return new Baseline.None(none ? Baseline.Why.NO_EARLIER_RUN : Baseline.Why.NONE_COMPARABLE);
    }
    Set<CellId> measured =
        run.cells().stream()
            .filter(cell -> cell.outcome() instanceof CellOutcome.Measured)
            .map(Cell::id)
            .collect(Collectors.toSet());
    PastRun same = history.newest(measured, run.suite());
    PastRun chosen = same == null ? history.newest(measured, null) : same;
    if (chosen == null) {
      return new Baseline.None(Baseline.Why.NOTHING_IN_COMMON);
    }
    RunFolder folder =
        java.util.Objects.requireNonNull(past.folders().get(chosen.head().runId().value()));
    return new Baseline.Found(
        RunData.read(folder),
        same == null ? Baseline.Choice.PREVIOUS_OTHER_SUITE : Baseline.Choice.PREVIOUS);
  }
}
