package assay.report.nightly.simulate;

import assay.core.record.ForkRecord;
import assay.core.record.RunRecord;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A simulated run.
 *
 * @param record what stands in {@code run.json}
 * @param forks what stands in {@code forks.jsonl}
 */
public record SimulatedRun(RunRecord record, List<ForkRecord> forks) {
  /** Copies the list. */
  public SimulatedRun {
    forks = List.copyOf(forks);
  }

  /** Stores both files. */
  public RunFolder write(RunStore store) throws IOException {
    RunFolder folder = store.create(record.runId());
    folder.write(record);
    // Not through the log, which waits for the disk after each fork.
    StringBuilder lines = new StringBuilder();
    forks.forEach(fork -> lines.append(RecordJson.writeLine(fork)).append('\n'));
    Files.writeString(folder.forksFile(), lines);
    return folder;
  }
}
