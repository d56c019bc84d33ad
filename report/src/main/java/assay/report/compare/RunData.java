package assay.report.compare;

import assay.core.record.CellId;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.RunStoreException;
import assay.core.record.store.ForkLog;
import assay.core.record.store.RunFolder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run with its forks, or the reason why it has none. */
public final class RunData {
  private final RunRecord record;
  private final RunState state;
  private final Map<CellId, List<ForkRecord>> forks;
  private final @Nullable String noForks;

  private RunData(
      RunRecord record,
      RunState state,
      Map<CellId, List<ForkRecord>> forks,
      @Nullable String noForks) {
    this.record = record;
    this.state = state;
    this.forks = forks;
    this.noForks = noForks;
  }

  /** A run with all its forks. */
  public static RunData of(RunRecord record, List<ForkRecord> forks) {
    return new RunData(
        record,
        ended(record),
        forks.stream().collect(Collectors.groupingBy(ForkRecord::cell)),
        null);
  }

  /** A run whose forks are not available. */
  public static RunData withoutForks(RunRecord record, String reason) {
    return new RunData(record, ended(record), Map.of(), reason);
  }

  private static RunState ended(RunRecord record) {
    return record.finishedUtc() == null ? RunState.INTERRUPTED : RunState.FINISHED;
  }

  /** The same run, known to be in that state. */
  public RunData in(RunState known) {
    return new RunData(record, known, forks, noForks);
  }

  /**
   * Reads both files; a missing {@code forks.jsonl} is no error, a damaged one is.
   *
   * @throws RunStoreException where the record or the forks cannot be read
   */
  public static RunData read(RunFolder folder) throws RunStoreException {
    RunRecord record = folder.read();
    RunState state = folder.state(record);
    if (!Files.exists(folder.forksFile())) {
      return withoutForks(record, "the run has no forks.jsonl").in(state);
    }
    ForkLog.Contents contents = folder.readForks();
    return of(record, contents.forks()).in(state);
  }

  /** The run. */
  public RunRecord record() {
    return record;
  }

  /** All forks, also those that came to nothing; empty if there are none. */
  public List<ForkRecord> forks() {
    return forks.values().stream().flatMap(List::stream).toList();
  }

  /** How far the run got; without its folder, a run that has not finished was interrupted. */
  public RunState state() {
    return state;
  }

  /** Why there are no forks; null if there are. */
  public @Nullable String noForks() {
    return noForks;
  }

  /** The results of the forks of a cell that count, in order; empty if there are no forks. */
  public List<ForkResult> counted(CellId cell) {
    return countedForks(cell).stream()
        .map(fork -> Objects.requireNonNull(fork.outcome().result()))
        .toList();
  }

  /** The forks of a cell that count, in order; empty if there are none. */
  public List<ForkRecord> countedForks(CellId cell) {
    return forks.getOrDefault(cell, List.of()).stream()
        .filter(fork -> {
          ForkResult result = fork.outcome().result();
          return result != null && result.excludedCause() == null;
        })
        .toList();
  }

  @Override
  public String toString() {
    return "run " + record.runId();
  }
}
