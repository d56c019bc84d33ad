package assay.cli;

import assay.core.record.store.RunStore;
import assay.report.history.History;
import assay.report.history.HistoryException;
import assay.report.history.HistoryUpdate;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which history, and how it is printed. */
final class HistoryOptions {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of runs (default: results/runs).")
  private @Nullable Path runs;

  @Option(
      names = "--history",
      paramLabel = "URL",
      description =
          "JDBC URL of the database, such as jdbc:postgresql://HOST/DATABASE (default: the"
              + " environment variable ASSAY_HISTORY, else a file in the folder of runs).")
  private @Nullable String url;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** Opens it as it is. */
  History open() throws HistoryException {
    return History.open(
        new RunStore(runs == null ? BuildInfo.runs() : runs), GateOptions.historyUrl(url));
  }

  /** Opens it and brings it up to date; what could not be read is reported. */
  History updated(PrintWriter stderr) throws HistoryException {
    History history = open();
    try {
      say(history, history.update(), stderr, stderr);
      return history;
    } catch (HistoryException | RuntimeException e) {
      history.close();
      throw e;
    }
  }

  static void say(History history, HistoryUpdate update, PrintWriter repaired, PrintWriter unread) {
    history.notices().forEach(notice -> repaired.println("assay: " + Screen.line(notice)));
    update
        .leftOut()
        .forEach(what -> unread.println("assay: left out of the history: " + Screen.line(what)));
  }
}
