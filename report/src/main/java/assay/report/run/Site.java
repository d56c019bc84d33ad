package assay.report.run;

import assay.core.record.Comparability;
import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import assay.report.document.Document;
import assay.report.text.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A static site over stored runs: an index, a page with trends for each machine, and a page for
 * each of its newest runs. Pages are made one at a time to save memory.
 */
public final class Site {
  private static final int HISTORY = 30;

  private final Language language;
  private final StoredRuns stored;
  private final List<SiteMachine> machines;
  private final int max;

  /** Receives pages as they are made. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Receives a page.
     *
     * @param name its file name
     */
    void page(String name, Document page) throws java.io.IOException;
  }

  private Site(Language language, StoredRuns stored, int max) {
    this.language = language;
    this.stored = stored;
    this.max = max;
    machines = machines(stored.runs(), max);
  }

  /**
   * Reads the runs.
   *
   * @param max how many of the newest runs per machine get a page, at least 1
   */
  public static Site of(List<RunFolder> folders, Language language, int max) {
    return new Site(language, StoredRuns.read(folders), max);
  }

  /** Groups runs by machine: runs comparable with the newest run of a machine belong to it. */
  private static List<SiteMachine> machines(List<StoredRuns.Stored> runs, int max) {
    List<List<StoredRuns.Stored>> groups = new ArrayList<>();
    for (StoredRuns.Stored run : runs) {
      groups.stream()
          .filter(group -> sameMachine(group.getLast().run(), run.run()))
          .findFirst()
          .ifPresentOrElse(
              group -> group.add(run), () -> groups.add(new ArrayList<>(List.of(run))));
    }
    List<SiteMachine> machines = new ArrayList<>();
    for (List<StoredRuns.Stored> group : groups) {
      machines.add(new SiteMachine(machines.size() + 1, group, max));
    }
    return machines;
  }

  private static boolean sameMachine(PastRun a, PastRun b) {
    return Comparability.sameSeries(a.head(), b.head());
  }

  /** Whether there are no runs. */
  public boolean isEmpty() {
    return stored.runs().isEmpty();
  }

  /** What the site does not show, and why: a sentence each. */
  public List<String> leftOut() {
    List<String> leftOut = new ArrayList<>();
    stored.unreadable().forEach(run -> leftOut.add(run.reason()));
    stored
        .copies()
        .forEach(copy -> leftOut.add(copy.path() + " is a copy of a run that the site shows"));
    return leftOut;
  }

  /**
   * Makes all pages, the index last.
   *
   * @param folder folder of the site
   * @throws RunStoreException if a run has become unreadable since
   */
  public void write(Path folder, Sink sink) throws java.io.IOException {
    for (SiteMachine machine : machines) {
      sink.page(machine.file(), new SitePages(language).machine(machine));
      for (int i = machine.firstWithPage(); i < machine.runs().size(); i++) {
        StoredRuns.Stored run = machine.runs().get(i);
        int from = Math.max(0, i - HISTORY);
        StoredRuns past = new StoredRuns(machine.runs().subList(from, i), List.of(), List.of());
        RunReportInput input =
            new RunReader(folder).read(run.folder().read(), run.folder(), past, from, null);
        sink.page(SiteMachine.file(run.run()), RunReport.of(input, language));
      }
    }
    sink.page("index.html", new SitePages(language).index(machines, stored.unreadable(), max));
  }
}
