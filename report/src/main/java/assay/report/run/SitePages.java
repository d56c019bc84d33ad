package assay.report.run;

import assay.core.record.RunState;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.nightly.NightlyOverview;
import assay.report.nightly.NightlyVerdict;
import assay.report.text.Format;
import assay.report.text.Language;
import assay.report.text.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The pages of a site other than run pages. */
final class SitePages {
  /** Hosts × series of the nightly verdicts. */
  static final String OVERVIEW = "overview.html";

  private static final String INDEX = "index.html";

  private final Language language;
  private final Format format;
  private final Messages words;

  SitePages(Language language) {
    this.language = language;
    format = Format.of(language);
    words = Messages.of("run", language);
  }

  private RunPage page(List<PastRun> runs, @Nullable NightlyVerdict verdict) {
    TreeSet<String> targets = new TreeSet<>();
    runs.forEach(run -> run.times().keySet().forEach(id -> targets.add(id.target())));
    if (verdict != null) {
      verdict.series().forEach(report -> targets.add(report.series().target()));
    }
    return new RunPage(language, targets);
  }

  /**
   * The index: nightly verdicts, all machines and all runs, newest first.
   *
   * @param overview of the nightly verdicts, null if there are none
   */
  Document index(
      List<SiteMachine> machines,
      List<RunHistory.Unreadable> unreadable,
      int max,
      @Nullable NightlyOverview overview) {
    RunPage page = page(List.of(), null);
    List<Section> sections = new ArrayList<>();
    if (overview != null) {
      Inline more = new Inline.Link(page.text("site.overview"), OVERVIEW);
      sections.add(
          new Section(
              "nightly",
              page.text("site.nightly"),
              List.of(overview.banner(), overview.hosts(), new Block.Paragraph(List.of(more)))));
    }
    sections.add(
        new Section("machines", page.text("site.machines"), List.of(machines(page, machines))));
    sections.add(new Section("runs", page.text("site.runs"), List.of(runs(page, machines, max))));
    if (!unreadable.isEmpty()) {
      List<Table.Row> rows =
          unreadable.stream()
              .map(bad -> Table.Row.of(page.words(bad.run()), page.words(bad.reason())))
              .toList();
      String title = words.count("trend.unreadable", rows.size());
      Table table =
          new Table(
              "unreadable-table",
              title,
              List.of(page.column(Table.Type.TEXT, "run"), page.column(Table.Type.TEXT, "reason")),
              rows);
      sections.add(new Section("unreadable", title, List.of(table)));
    }
    int count = machines.stream().mapToInt(machine -> machine.runs().size()).sum();
    return new Document(
        page.text("site.title"),
        page.text("site.subtitle", format.count(count), format.count(machines.size())),
        language,
        metadata(machines, page),
        sections);
  }

  private static Metadata metadata(List<SiteMachine> machines, RunPage page) {
    PastRun newest =
        machines.stream()
            .map(SiteMachine::newest)
            .max(Comparator.comparing(PastRun::started))
            .orElseThrow();
    return new Metadata(
        "Assay " + newest.head().assay().version(),
        ended(newest),
        page.text("site.title"),
        List.of("Assay"));
  }

  private static Instant ended(PastRun run) {
    Instant end = run.head().finishedUtc();
    return end == null ? run.started() : end;
  }

  private Table machines(RunPage page, List<SiteMachine> machines) {
    List<Table.Row> rows = new ArrayList<>();
    for (SiteMachine machine : machines) {
      rows.add(
          Table.Row.of(
              new Cell.Words(List.of(new Inline.Link(machine.name(), machine.file()))),
              page.count(machine.threads()),
              page.count(machine.runs().size()),
              page.words(format.dateTime(machine.newest().started())),
              page.count(machine.newest().times().size())));
    }
    return new Table(
        "machines-table",
        page.text("site.machines"),
        List.of(
            page.column(Table.Type.TEXT, "machine"),
            page.column(Table.Type.NUMBER, "threads"),
            page.column(Table.Type.NUMBER, "runs"),
            page.column(Table.Type.TEXT, "newest"),
            page.column(Table.Type.NUMBER, "series")),
        rows,
        List.of(page.text("site.machines.note")));
  }

  private Table runs(RunPage page, List<SiteMachine> machines, int max) {
    record Line(SiteMachine machine, StoredRuns.Stored stored, boolean hasPage) {
      PastRun run() {
        return stored.run();
      }
    }
    List<Line> lines = new ArrayList<>();
    for (SiteMachine machine : machines) {
      for (int i = 0; i < machine.runs().size(); i++) {
        lines.add(new Line(machine, machine.runs().get(i), i >= machine.firstWithPage()));
      }
    }
    lines.sort(Comparator.comparing((Line line) -> line.run().started()).reversed());
    List<Table.Row> rows = new ArrayList<>();
    for (Line line : lines) {
      PastRun run = line.run();
      String id = run.head().runId().value();
      Inline name =
          line.hasPage() ? new Inline.Link(id, SiteMachine.file(run)) : new Inline.Text(id);
      rows.add(
          Table.Row.of(
              new Cell.Words(List.of(name)),
              new Cell.Words(
                  List.of(new Inline.Link(line.machine().name(), line.machine().file()))),
              page.words(run.head().suite()),
              page.count(run.cells()),
              page.count(run.times().size()),
              new Cell.Chip(run.failed() == 0 ? Level.GOOD : Level.BAD, format.count(run.failed())),
              state(page, line.stored().state())));
    }
    return new Table(
        "runs-table",
        page.text("site.runs"),
        List.of(
            page.column(Table.Type.TEXT, "run"),
            page.column(Table.Type.TEXT, "machine"),
            page.column(Table.Type.TEXT, "suite"),
            page.column(Table.Type.NUMBER, "cells"),
            page.column(Table.Type.NUMBER, "measured"),
            page.column(Table.Type.STATUS, "failed"),
            page.column(Table.Type.STATUS, "status")),
        rows,
        List.of(page.text("site.runs.note", format.count(max))));
  }

  private static Cell state(RunPage page, RunState state) {
    return switch (state) {
      case FINISHED -> new Cell.Chip(Level.NEUTRAL, page.text("site.finished"));
      case RUNNING -> new Cell.Chip(Level.NEUTRAL, page.text("site.running"));
      case INTERRUPTED -> new Cell.Chip(Level.WARN, page.text("site.broken"));
    };
  }

  /**
   * The page of a machine with its trends.
   *
   * @param verdict on its newest run, null if there is none
   */
  Document machine(SiteMachine machine, @Nullable NightlyVerdict verdict) {
    List<PastRun> runs = machine.runs().stream().map(StoredRuns.Stored::run).toList();
    NightlyVerdict own =
        verdict == null ? null : RunReportInput.onHost(verdict, machine.newest().head());
    RunPage page = page(runs, own);
    List<Block> links = new ArrayList<>();
    links.add(new Block.Paragraph(List.of(new Inline.Link(page.text("site.back"), INDEX))));
    links.add(
        new Block.Paragraph(
            List.of(
                new Inline.Link(
                    page.text("site.newest", machine.newest().head().runId().value()),
                    SiteMachine.file(machine.newest())))));
    return new Document(
        page.text("site.machine", machine.name()),
        page.text(
            "site.machine.subtitle",
            format.count(machine.threads()),
            words.count("site.count", runs.size())),
        language,
        metadata(List.of(machine), page),
        List.of(
            new Section("about", page.text("site.runs"), links),
            new TrendSection(page, RunHistory.none(), runs, own).build()));
  }
}
