package assay.cli;

import assay.core.record.RunStoreException;
import assay.core.record.store.RunStore;
import assay.report.nightly.Journal;
import assay.report.nightly.JournalFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a statement goes, and how it is confirmed. */
final class JournalOptions {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of runs (default: results/runs).")
  private @Nullable Path runs;

  @Option(names = "--json", description = "Print the journal's entries as JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  RunStore store() {
    return new RunStore(runs == null ? BuildInfo.runs() : runs);
  }

  Journal read() throws RunStoreException {
    return new JournalFile(store().runs()).read();
  }

  /** Writes down a statement of this account, and prints it. */
  void say(Journal.Statement what, String text, PrintWriter stdout) throws RunStoreException {
    JournalFile journal = new JournalFile(store().runs());
    Journal.Entry entry =
        journal.append(
            Instant.now().truncatedTo(ChronoUnit.SECONDS), System.getProperty("user.name"), what);
    stdout.println(
        json ? Json.write(entry) : entry.id() + ": " + text + " (" + journal.path() + ")");
    stdout.flush();
  }
}
