package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.report.compare.Machine;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Block.Definitions.Entry;
import assay.report.document.Block.KeyFigures.Card;
import assay.report.document.Level;
import assay.report.document.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What ran where, how many cells were measured, and what failed. */
final class SummarySection {
  private final RunPage page;
  private final RunReportInput input;
  private final RunRecord run;

  SummarySection(RunPage page, RunReportInput input) {
    this.page = page;
    this.input = input;
    run = input.run();
  }

  Section build() {
    List<Block> blocks = new ArrayList<>(banners());
    blocks.add(cards());
    blocks.add(whatRan());
    blocks.addAll(new OutcomeTables(page, run).build());
    return new Section("summary", page.text("summary"), blocks);
  }

  private List<Banner> banners() {
    List<Banner> banners = new ArrayList<>();
    long wrong = count(Outcome.Invalid.class);
    long failed = count(Outcome.Failed.class) + count(Outcome.TimedOut.class);
    if (wrong > 0) {
      banners.add(new Banner(Level.BAD, page.plural("banner.wrong", wrong)));
    }
    if (failed > 0) {
      banners.add(new Banner(Level.BAD, page.plural("banner.failed", failed)));
    }
    if (wrong == 0 && failed == 0 && count(Outcome.Measured.class) > 0) {
      banners.add(new Banner(Level.GOOD, page.text("banner.right")));
    }
    switch (input.state()) {
      case RUNNING -> banners.add(new Banner(Level.WARN, page.text("banner.running")));
      case INTERRUPTED ->
          banners.add(new Banner(Level.WARN, page.text("banner.broken", run.runId().value())));
      case FINISHED -> {}
    }
    if (!input.lost().isEmpty()) {
      banners.add(
          new Banner(
              Level.WARN,
              page.plural("banner.lost", input.lost().size(), input.lost().getFirst())));
    }
    String root = run.telemetry().root();
    if (root != null) {
      banners.add(new Banner(Level.WARN, page.text("banner.root", root)));
    }
    String off = run.telemetry().off();
    if (off != null) {
      banners.add(new Banner(Level.NEUTRAL, page.text("banner.off", off)));
    }
    return banners;
  }

  private long count(Class<?> kind) {
    return run.cells().stream().map(Cell::outcome).filter(kind::isInstance).count();
  }

  private Block cards() {
    long all = run.cells().size();
    long measured = count(Outcome.Measured.class);
    long missing = count(Outcome.Unavailable.class) + count(Outcome.Unsupported.class);
    long bad =
        count(Outcome.Invalid.class) + count(Outcome.Failed.class) + count(Outcome.TimedOut.class);
    List<Card> cards = new ArrayList<>();
    cards.add(
        new Card(
            page.text("card.measured"),
            page.format().count(measured),
            "",
            page.text("card.of", page.format().count(all)),
            Level.NEUTRAL));
    cards.add(
        new Card(
            page.text("card.bad"),
            page.format().count(bad),
            "",
            page.text("card.bad.note"),
            bad == 0 ? Level.GOOD : Level.BAD));
    cards.add(
        new Card(
            page.text("card.missing"),
            page.format().count(missing),
            "",
            page.text("card.missing.note"),
            Level.NEUTRAL));
    cards.add(coverage(measured, all));
    return new Block.KeyFigures(cards);
  }

  private Card coverage(long measured, long all) {
    if (all == 0) {
      return new Card(page.text("card.coverage"), page.text("missing"), "");
    }
    return new Card(
        page.text("card.coverage"),
        page.format().number(100.0 * measured / all),
        "%",
        page.text("card.coverage.note"),
        Level.NEUTRAL);
  }

  private String time() {
    Instant end = run.finishedUtc();
    String start = page.format().dateTime(run.startedUtc());
    return end == null
        ? page.text(input.state() == RunState.RUNNING ? "time.running" : "time.broken", start)
        : page.text(
            "time.text",
            start,
            page.format().dateTime(end),
            page.format().duration(Duration.between(run.startedUtc(), end)));
  }

  private Block whatRan() {
    String commit = run.assay().commit();
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(page.text("run"), run.runId().value()));
    entries.add(new Entry(page.text("machine"), Machine.name(run.environment())));
    entries.add(new Entry(page.text("suite"), run.suite()));
    entries.add(new Entry(page.text("time"), time()));
    entries.add(
        new Entry(
            page.text("plan"),
            page.text(
                "plan.text",
                page.format().count(run.plan().threads()),
                page.format().count(run.plan().maxForks()),
                page.format().plusMinus(run.plan().targetHalfWidthPercent()),
                String.valueOf(run.seed()))));
    entries.add(
        new Entry(
            page.text("program"),
            "Assay " + run.assay().version() + (commit == null ? "" : " (" + commit + ")")));
    return new Block.Definitions(entries);
  }
}
