package assay.report.nightly;

import assay.core.stats.Estimate;
import assay.report.chart.BarGroup;
import assay.report.chart.BarRow;
import assay.report.chart.RatioForest;
import assay.report.compare.Change;
import assay.report.compare.ComparedCell;
import assay.report.compare.Comparison;
import assay.report.compare.Difference;
import assay.report.compare.MachineVerdict;
import assay.report.compare.MeanRatio;
import assay.report.compare.NotCompared;
import assay.core.record.MetricKey;
import assay.report.compare.RunComparison;
import assay.report.compare.RunData;
import assay.report.compare.SeriesVerdict;
import assay.report.compare.Verdict;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Figure;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;

/** The run against an earlier one: what changed, the clearest changes first. */
final class ChangesSection {
  private static final String ANCHOR = "changes";
  private static final int DRAWN = 30;

  private final Page page;
  private final NightlyInput input;
  private final Reproduce reproduce;

  ChangesSection(Page page, NightlyInput input) {
    this.page = page;
    this.input = input;
    reproduce = new Reproduce(input.run());
  }

  Section build() {
    return switch (input.baseline()) {
      case Baseline.None(Baseline.Why why) ->
          page.empty(ANCHOR, page.say("changes"), page.say("baseline." + why));
      case Baseline.Found(RunData base, Baseline.Choice choice) -> against(base, choice);
    };
  }

  private Section against(RunData base, Baseline.Choice choice) {
    RunComparison comparison = Comparison.of(base, input.data()).others().getFirst();
    List<RankedChange> changes = RankedChange.of(comparison.cells());
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            page.say(
                "baseline." + choice,
                base.record().runId().value(),
                page.format().dateTime(base.record().startedUtc()))));
    blocks.add(machines(comparison.machines()));
    comparison.warnings().forEach(text -> blocks.add(new Banner(Level.WARN, text)));
    if (changes.isEmpty()) {
      blocks.add(new Block.Paragraph(page.say("changes.nothing")));
    } else {
      blocks.add(counts(comparison));
      blocks.add(forest(changes));
      blocks.add(table(changes));
      blocks.add(means(comparison.means()));
    }
    differences(comparison, blocks);
    notCompared(comparison, blocks);
    return new Section(ANCHOR, page.say("changes"), blocks);
  }

  private Banner machines(MachineVerdict verdict) {
    return switch (verdict) {
      case MachineVerdict.Same _ -> new Banner(Level.GOOD, page.say("machines.same"));
      case MachineVerdict.Warn warn ->
          new Banner(
              Level.WARN,
              page.say(
                  "machines.warn",
                  page.format().count(warn.identity().size() + warn.settings().size())));
      case MachineVerdict.NotComparable _ -> new Banner(Level.BAD, page.say("machines.different"));
    };
  }

  private Block counts(RunComparison comparison) {
    return new Block.Paragraph(
        page.say(
            "changes.counts",
            page.format().count(comparison.count(Verdict.BETTER)),
            page.format().count(comparison.count(Verdict.WORSE)),
            page.format().count(comparison.count(Verdict.NO_DIFFERENCE_SHOWN)),
            page.format().count(comparison.count(Verdict.NO_INTERVAL)),
            page.format().number(comparison.expectedByChance())));
  }

  private Figure forest(List<RankedChange> changes) {
    List<RankedChange> times =
        changes.stream().filter(c -> c.ratio().key() == MetricKey.TIME).toList();
    List<RankedChange> drawn = times.subList(0, Math.min(DRAWN, times.size()));
    List<BarGroup> groups = new ArrayList<>();
    for (RankedChange change : drawn) {
      BarRow row =
          new BarRow(
              change.cell().other().target(), Page.lane(change.cell().other()), change.estimate());
      groups.add(new BarGroup(change.cell().other().workload(), List.of(row)));
    }
    long worse = times.stream().filter(c -> c.ratio().verdict() == Verdict.WORSE).count();
    long better = times.stream().filter(c -> c.ratio().verdict() == Verdict.BETTER).count();
    RatioForest chart =
        new RatioForest(
            page.say("axis.speed-ratio"),
            new RatioForest.Sides(page.say("slower"), page.say("faster")),
            groups,
            page.style());
    String title =
        worse + better == 0
            ? page.say("forest.none")
            : page.say("forest", page.format().count(worse), page.format().count(better));
    String caption =
        page.say("forest.caption")
            + (drawn.size() < times.size()
                ? " "
                    + page.say(
                        "forest.first",
                        page.format().count(drawn.size()),
                        page.format().count(times.size()))
                : "");
    return new Figure(ANCHOR + "-forest", chart, title, page.say("forest.alt"), caption, null);
  }

  private Table table(List<RankedChange> changes) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.TEXT, "quantity"));
    columns.add(page.column(Table.Type.NUMBER, "ratio"));
    columns.add(
        new Column(Table.Type.NUMBER, page.say("column.signal"), null, page.say("signal.meaning")));
    columns.add(page.column(Table.Type.STATUS, "verdict"));
    columns.add(page.column(Table.Type.NUMBER, "before"));
    columns.add(page.column(Table.Type.NUMBER, "now"));
    columns.add(page.column(Table.Type.STATUS, "series-verdict"));
    columns.add(page.column(Table.Type.COMMAND, "command"));
    List<String> notes = new ArrayList<>();
    notes.add(page.say("changes.note"));
    notes.add(page.say("not-judged.why"));
    if (!reproduce.exact()) {
      notes.add(page.say("reproduce.inexact", input.run().suite()));
    }
    return new Table(
        ANCHOR + "-table",
        page.say("changes.table"),
        columns,
        changes.stream().map(this::row).toList(),
        notes);
  }

  private Table.Row row(RankedChange change) {
    Change.Ratio ratio = change.ratio();
    ComparedCell cell = change.cell();
    List<Cell> row = new ArrayList<>();
    row.add(Page.words(page.say("metric." + ratio.key().name())));
    row.add(ratio(ratio.ratio(), ratio.estimate()));
    Double signal = change.signal();
    row.add(
        signal == null
            ? page.missing(noInterval(ratio.estimate()))
            : new Cell.Figure(page.format().significant(signal, 2), signal));
    row.add(Verdicts.of(page, ratio));
    row.add(page.value(ratio.base(), ratio.unit()));
    row.add(page.value(ratio.other(), ratio.unit()));
    row.add(
        switch (cell.series()) {
          case SeriesVerdict.NotJudged _ -> new Cell.Chip(Level.NEUTRAL, page.say("not-judged"));
        });
    row.add(new Cell.Command(reproduce.cell(cell.other())));
    return Page.row(Table.Emphasis.NONE, cell.other(), row);
  }

  private String noInterval(Estimate estimate) {
    return estimate instanceof Estimate.NoInterval none ? none.reason() : page.say("no.width");
  }

  private Cell ratio(double ratio, Estimate estimate) {
    String detail =
        estimate instanceof Estimate.Interval interval
            ? page.format().ratios(interval.low(), interval.high())
            : page.say("no.interval");
    return new Cell.Figure(page.format().significant(ratio, 4) + "×", ratio, detail);
  }

  private Table means(List<MeanRatio> means) {
    List<Table.Row> rows = new ArrayList<>();
    for (MeanRatio mean : means) {
      rows.add(
          Table.Row.of(
              Page.words(mean.scope()),
              Page.words(page.say("metric." + mean.key().name())),
              page.count(mean.mean().ratios()),
              ratio(mean.mean().ratio(), mean.mean().estimate())));
    }
    return new Table(
        ANCHOR + "-means",
        page.say("means"),
        List.of(
            page.column(Table.Type.TEXT, "scope"),
            page.column(Table.Type.TEXT, "quantity"),
            page.column(Table.Type.NUMBER, "cells"),
            page.column(Table.Type.NUMBER, "ratio")),
        rows);
  }

  private void differences(RunComparison comparison, List<Block> blocks) {
    List<Table.Row> rows = new ArrayList<>();
    add(rows, "identity", comparison.machines().identity());
    add(rows, "settings", comparison.machines().settings());
    add(rows, "plan", comparison.plan());
    if (!rows.isEmpty()) {
      blocks.add(
          new Table(
              ANCHOR + "-differences",
              page.say("differences"),
              List.of(
                  page.column(Table.Type.TEXT, "name"),
                  page.column(Table.Type.TEXT, "group"),
                  page.column(Table.Type.TEXT, "before"),
                  page.column(Table.Type.TEXT, "now")),
              rows));
    }
  }

  private void add(List<Table.Row> rows, String group, List<Difference> differences) {
    for (Difference difference : differences) {
      rows.add(
          Table.Row.of(
              Page.words(difference.name()),
              Page.words(page.say("group." + group)),
              Page.words(difference.base()),
              Page.words(difference.other())));
    }
  }

  private void notCompared(RunComparison comparison, List<Block> blocks) {
    List<NotCompared> all = new ArrayList<>(comparison.missing());
    all.addAll(comparison.emulated());
    if (all.isEmpty()) {
      return;
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.TEXT, "reason"));
    Table table =
        new Table(
            ANCHOR + "-not",
            page.say("not-compared"),
            columns,
            all.stream()
                .map(not ->
                    Page.row(Table.Emphasis.MUTED, not.id(), List.of(Page.words(not.reason()))))
                .toList());
    blocks.add(
        new Block.Details(page.words().count("not-compared.fold", all.size()), List.of(table)));
  }
}
