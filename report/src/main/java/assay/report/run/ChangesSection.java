package assay.report.run;

import assay.core.record.MetricKey;
import assay.report.chart.BarGroup;
import assay.report.chart.BarRow;
import assay.report.chart.RatioForest;
import assay.report.compare.Comparison;
import assay.report.compare.RunComparison;
import assay.report.compare.RunData;
import assay.report.compare.Verdict;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Figure;
import assay.report.document.Level;
import assay.report.document.Section;
import java.util.ArrayList;
import java.util.List;

/** Comparison with an earlier run: the clearest changes first. */
final class ChangesSection {
  private static final String ANCHOR = "changes";
  private static final int DRAWN = 30;

  private final RunPage page;
  private final RunReportInput input;
  private final NightlyCells nightly;

  ChangesSection(RunPage page, RunReportInput input) {
    this.page = page;
    this.input = input;
    nightly = new NightlyCells(page, input);
  }

  Section build() {
    return switch (input.baseline()) {
      case Baseline.None(Baseline.Why why) ->
          page.empty(ANCHOR, page.text("changes"), page.text("baseline." + why));
      case Baseline.Found(RunData base, Baseline.Choice choice) -> against(base, choice);
    };
  }

  private Section against(RunData base, Baseline.Choice choice) {
    RunComparison comparison = Comparison.of(base, input.data()).others().getFirst();
    List<RankedChange> changes = RankedChange.of(comparison.cells());
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            page.text(
                "baseline." + choice,
                base.record().runId().value(),
                page.format().dateTime(base.record().startedUtc()))));
    ComparisonTables tables = new ComparisonTables(page, ANCHOR, comparison);
    blocks.add(tables.machines());
    blocks.add(tables.nights());
    comparison.warnings().forEach(text -> blocks.add(new Banner(Level.WARN, text)));
    if (changes.isEmpty()) {
      blocks.add(new Block.Paragraph(page.text("changes.nothing")));
    } else {
      blocks.add(tables.counts());
      blocks.add(forest(changes));
      blocks.add(tables.ratios("changes.table", changes, nightly, notes()));
      blocks.add(tables.means());
    }
    tables.differences().ifPresent(blocks::add);
    tables
        .notCompared()
        .map(table ->
            new Block.Details(
                page.plural("not-compared.fold", table.rows().size()), List.of(table)))
        .ifPresent(blocks::add);
    return new Section(ANCHOR, page.text("changes"), blocks);
  }

  private Figure forest(List<RankedChange> changes) {
    List<RankedChange> times =
        changes.stream().filter(c -> c.ratio().key() == MetricKey.TIME).toList();
    List<RankedChange> drawn = times.subList(0, Math.min(DRAWN, times.size()));
    List<BarGroup> groups = new ArrayList<>();
    for (RankedChange change : drawn) {
      BarRow row =
          new BarRow(
              change.cell().other().target(),
              RunPage.lane(change.cell().other()),
              change.estimate());
      groups.add(new BarGroup(change.cell().other().workload(), List.of(row)));
    }
    long worse = times.stream().filter(c -> c.ratio().verdict() == Verdict.WORSE).count();
    long better = times.stream().filter(c -> c.ratio().verdict() == Verdict.BETTER).count();
    RatioForest chart =
        new RatioForest(
            page.text("axis.speed-ratio"),
            new RatioForest.Sides(page.text("slower"), page.text("faster")),
            groups,
            page.style());
    String title =
        worse + better == 0
            ? page.text("forest.none")
            : page.text("forest", page.format().count(worse), page.format().count(better));
    String caption =
        page.text("forest.caption")
            + (drawn.size() < times.size()
                ? " "
                    + page.text(
                        "forest.first",
                        page.format().count(drawn.size()),
                        page.format().count(times.size()))
                : "");
    return new Figure(ANCHOR + "-forest", chart, title, page.text("forest.alt"), caption, null);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(page.text("changes.note"));
    if (input.verdict() == null) {
      notes.add(page.text("not-judged.why"));
    }
    if (!nightly.exact()) {
      notes.add(page.text("reproduce.inexact", input.run().suite()));
    }
    return notes;
  }
}
