package assay.cli;

import assay.core.record.RunId;
import assay.core.record.store.RunStore;
import assay.report.history.History;
import assay.report.history.HistoryUpdate;
import assay.report.history.StoredRun;
import assay.report.nightly.Journal;
import assay.report.nightly.JournalFile;
import assay.report.nightly.Limits;
import assay.report.nightly.Nightly;
import assay.report.nightly.NightlyVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The history of a folder of runs with its journal, as it is at one moment.
 *
 * @param runs in the order of their start
 */
record NightlyHistory(List<StoredRun> runs, Journal journal) {
  /** Suite of runs whose workloads were named one by one. */
  private static final String CUSTOM = "custom";

  /**
   * Brings the history up to date and reads it. What could not be read is reported.
   *
   * @param url JDBC URL of its database, null for the one in the folder
   */
  static NightlyHistory read(RunStore store, @Nullable String url, PrintWriter stderr)
      throws IOException {
    return read(store, url, stderr, stderr);
  }

  /** The same, with what could not be read reported elsewhere than what was repaired. */
  static NightlyHistory read(
      RunStore store, @Nullable String url, PrintWriter repaired, PrintWriter unread)
      throws IOException {
    try (History history = History.open(store, url)) {
      HistoryUpdate update = history.update();
      List<StoredRun> runs = history.runs();
      HistoryOptions.say(history, update, repaired, unread);
      return new NightlyHistory(runs, new JournalFile(store.runs()).read());
    }
  }

  Optional<StoredRun> find(RunId id) {
    return runs.stream().filter(run -> run.run().equals(id)).findFirst();
  }

  /** The newest night of each host, by label. */
  Map<String, StoredRun> newest() {
    Map<String, StoredRun> newest = new LinkedHashMap<>();
    runs.stream().filter(NightlyHistory::isNight).forEach(run -> newest.put(run.host(), run));
    return newest;
  }

  /** The newest night of all. */
  Optional<StoredRun> last() {
    return runs.reversed().stream().filter(NightlyHistory::isNight).findFirst();
  }

  private static boolean isNight(StoredRun run) {
    return run.finished()
        && run.confirms() == null
        && !run.cells().isEmpty()
        && !run.suite().equals(History.IMPORT_SUITE);
  }

  NightlyVerdict verdict(StoredRun run, Limits limits) {
    return Nightly.verdict(nights(run), journal, limits, run.run());
  }

  Nightly.Again again(StoredRun run) {
    return Nightly.again(nights(run), journal, run.run());
  }

  /**
   * The newest verdict on each host whose newest night is wanted. A host without a second night of
   * the same suite has none, nor have cells that were named one by one: nobody expects them again.
   */
  List<NightlyVerdict> verdicts(Predicate<StoredRun> wanted) {
    List<NightlyVerdict> verdicts = new ArrayList<>();
    for (StoredRun run : newest().values().stream().filter(wanted).toList()) {
      long nights =
          runs.stream()
              .filter(other -> isNight(other) && other.host().equals(run.host()))
              .filter(other -> other.suite().equals(run.suite()))
              .count();
      if (nights > 1 && !run.suite().equals(CUSTOM)) {
        verdicts.add(verdict(run, Limits.NONE));
      }
    }
    return verdicts;
  }

  /** Nights are of one suite: what another one measures is not missing here. */
  private List<StoredRun> nights(StoredRun run) {
    if (!run.finished()) {
      throw new UsageException("run " + run.run() + " was interrupted: resume it, then judge it");
    }
    if (run.confirms() != null) {
      throw new UsageException(
          "run "
              + run.run()
              + " measured suspects of "
              + run.confirms()
              + " again: judge that one, which it is part of");
    }
    return runs.stream().filter(other -> other.suite().equals(run.suite())).toList();
  }
}
