package assay.report.run;

import assay.core.record.Comparability;
import assay.core.record.RunId;
import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import assay.report.document.Document;
import assay.report.nightly.NightlyOverview;
import assay.report.nightly.NightlyTrend;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport;
import assay.report.text.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A static site over stored runs: an index, an overview of nightly verdicts where there are some, a
 * page with trends for each machine, and a page for each of its newest runs. Pages are made one at
 * a time to save memory.
 */
public final class Site {
  private static final int HISTORY = 30;

  private final Language language;
  private final StoredRuns stored;
  private final List<SiteMachine> machines;
  private final int max;
  private final List<NightlyVerdict> verdicts;

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

  private Site(Language language, StoredRuns stored, int max, List<NightlyVerdict> verdicts) {
    this.verdicts = List.copyOf(verdicts);
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
    return of(folders, language, max, List.of());
  }

  /**
   * Reads the runs, and shows what the nightly verdicts on some of them say.
   *
   * @param max how many of the newest runs per machine get a page, at least 1
   * @param verdicts the newest of each host, in any order; the runs that they judge need not be
   *     among the folders
   */
  public static Site of(
      List<RunFolder> folders, Language language, int max, List<NightlyVerdict> verdicts) {
    return new Site(language, StoredRuns.read(folders), max, verdicts);
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
      sink.page(
          machine.file(), new SitePages(language).machine(machine, verdict(machine.newest())));
      for (int i = machine.firstWithPage(); i < machine.runs().size(); i++) {
        StoredRuns.Stored run = machine.runs().get(i);
        int from = Math.max(0, i - HISTORY);
        StoredRuns past = new StoredRuns(machine.runs().subList(from, i), List.of(), List.of());
        RunReportInput input =
            new RunReader(folder).read(run.folder().read(), run.folder(), past, from, null);
        NightlyVerdict verdict = verdict(run.run());
        sink.page(
            SiteMachine.file(run.run()),
            RunReport.of(verdict == null ? input : input.with(verdict), language));
      }
    }
    NightlyOverview overview = verdicts.isEmpty() ? null : overview();
    if (overview != null) {
      sink.page(SitePages.OVERVIEW, overview.document());
    }
    sink.page(
        "index.html", new SitePages(language).index(machines, stored.unreadable(), max, overview));
  }

  private @Nullable NightlyVerdict verdict(PastRun run) {
    return verdicts.stream()
        .filter(verdict -> verdict.judges(run.head().runId()))
        .findFirst()
        .orElse(null);
  }

  /** Links lead to the pages that there are. */
  private NightlyOverview overview() {
    Map<RunId, PastRun> pages = new HashMap<>();
    for (SiteMachine machine : machines) {
      machine.runs().stream()
          .skip(machine.firstWithPage())
          .forEach(run -> pages.put(run.run().head().runId(), run.run()));
    }
    Map<SeriesReport, String> series = new HashMap<>();
    for (NightlyVerdict verdict : verdicts) {
      for (String host : verdict.hostLabels()) {
        NightlyVerdict own = verdict.onHost(host);
        own.tonight().stream()
            .flatMap(night -> Stream.ofNullable(pages.get(night.run())))
            .findFirst()
            .ifPresent(run ->
                own.series()
                    .forEach(report ->
                        series.put(
                            report,
                            SiteMachine.file(run)
                                + "#"
                                + NightlyTrend.anchorOf(own, report, TrendSection.ANCHOR))));
      }
    }
    return new NightlyOverview(
        verdicts,
        language,
        night -> {
          PastRun run = pages.get(night.run());
          return run == null ? null : SiteMachine.file(run);
        },
        series::get);
  }
}
