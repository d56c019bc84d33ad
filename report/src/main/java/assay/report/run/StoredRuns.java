package assay.report.run;

import assay.core.record.RunId;
import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import java.nio.file.Path;
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
 */
record StoredRuns(List<Stored> runs, List<RunHistory.Unreadable> unreadable) {
  /** A run and where it is. */
  record Stored(RunFolder folder, PastRun run) {}

  private record Read(
      RunFolder folder, @Nullable PastRun run, RunHistory.@Nullable Unreadable failure) {}

  StoredRuns {
    runs = List.copyOf(runs);
    unreadable = List.copyOf(unreadable);
  }

  /** Reads runs; no more than a few whole records are held at once. */
  static StoredRuns read(List<RunFolder> folders) {
    List<Read> reads = folders.parallelStream().map(StoredRuns::read).toList();
    List<Stored> runs = new ArrayList<>();
    List<RunHistory.Unreadable> failures = new ArrayList<>();
    Set<RunId> seen = new HashSet<>();
    for (Read read : reads) {
      PastRun run = read.run();
      if (run != null && seen.add(run.head().runId())) {
        runs.add(new Stored(read.folder(), run));
      } else if (read.failure() != null) {
        failures.add(read.failure());
      }
    }
    runs.sort(
        Comparator.comparing((Stored stored) -> stored.run().started())
            .thenComparing(stored -> stored.run().head().runId()));
    return new StoredRuns(runs, failures);
  }

  private static Read read(RunFolder folder) {
    try {
      return new Read(folder, PastRun.of(folder.read()), null);
    } catch (RunStoreException e) {
      String why = String.valueOf(e.getMessage());
      return new Read(folder, null, new RunHistory.Unreadable(name(folder), why));
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

  /** The last part of a folder's path, which for a stored run is its id. */
  static String name(RunFolder folder) {
    Path absolute = folder.path().toAbsolutePath().normalize();
    return String.valueOf(absolute.getFileName());
  }
}
