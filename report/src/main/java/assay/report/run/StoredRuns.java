package assay.report.run;

import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many stored runs, with little kept of each.
 *
 * @param runs in chronological order, without duplicates
 * @param unreadable those that could not be read
 * @param copies folders of runs that are in {@code runs} with another folder
 */
record StoredRuns(
    List<Stored> runs, List<RunHistory.Unreadable> unreadable, List<RunFolder> copies) {
  /** A run, where it is and how far it got. */
  record Stored(RunFolder folder, PastRun run, RunState state) {}

  private record Read(
      RunFolder folder, @Nullable Stored stored, RunHistory.@Nullable Unreadable failure) {}

  StoredRuns {
    runs = List.copyOf(runs);
    unreadable = List.copyOf(unreadable);
    copies = List.copyOf(copies);
  }

  /** Reads runs; no more than a few whole records are held at once. */
  static StoredRuns read(List<RunFolder> folders) {
    List<Read> reads = folders.parallelStream().map(StoredRuns::read).toList();
    List<Stored> runs = new ArrayList<>();
    List<RunHistory.Unreadable> failures = new ArrayList<>();
    List<RunFolder> copies = new ArrayList<>();
    Set<RunId> seen = new HashSet<>();
    for (Read read : reads) {
      Stored run = read.stored();
      if (read.failure() != null) {
        failures.add(read.failure());
      } else if (run != null && seen.add(run.run().head().runId())) {
        runs.add(run);
      } else {
        copies.add(read.folder());
      }
    }
    runs.sort(
        Comparator.comparing((Stored stored) -> stored.run().started())
            .thenComparing(stored -> stored.run().head().runId()));
    return new StoredRuns(runs, failures, copies);
  }

  private static Read read(RunFolder folder) {
    try {
      RunRecord run = folder.read();
      return new Read(folder, new Stored(folder, PastRun.of(run), folder.state(run)), null);
    } catch (RunStoreException e) {
      String why = String.valueOf(e.getMessage());
      return new Read(folder, null, new RunHistory.Unreadable(folder.name(), why));
    }
  }

  /** Where a run is. */
  RunFolder folder(PastRun run) {
    return runs.stream()
        .filter(stored -> stored.run().equals(run))
        .findFirst()
        .orElseThrow()
        .folder();
  }
}
