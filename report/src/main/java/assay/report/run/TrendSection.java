package assay.report.run;

import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.core.record.RunId;
import assay.report.chart.Estimate;
import assay.report.chart.Night;
import assay.report.chart.Quantity;
import assay.report.chart.TrendChart;
import assay.report.compare.SeriesVerdict;
import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import assay.report.history.SeriesKey;
import assay.report.nightly.NightlyTrend;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport.NightValue;
import assay.report.page.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Series over the comparable runs: charts of those that stand out, and a table of all. */
final class TrendSection {
  static final String ANCHOR = "trend";
  private static final int OPEN = 6;
  private static final int DRAWN = 30;

  private final RunPage page;
  private final RunHistory history;
  private final List<PastRun> runs;
  private final @Nullable NightlyVerdict verdict;

  TrendSection(RunPage page, RunReportInput input) {
    this(
        page,
        input.history(),
        with(input.history().runs(), PastRun.of(input.run())),
        input.ownVerdict());
  }

  /**
   * A trend of runs of one machine.
   *
   * @param runs in the order of time, the newest last
   * @param verdict on the newest, null if there is none
   */
  TrendSection(
      RunPage page, RunHistory history, List<PastRun> runs, @Nullable NightlyVerdict verdict) {
    this.verdict = verdict;
    this.page = page;
    this.history = history;
    this.runs = List.copyOf(runs);
  }

  private static List<PastRun> with(List<PastRun> earlier, PastRun tonight) {
    List<PastRun> all = new ArrayList<>(earlier);
    all.add(tonight);
    return all;
  }

  Section build() {
    List<Block> blocks = new ArrayList<>();
    if (verdict != null) {
      blocks.addAll(judged(verdict));
    } else if (runs.size() < 2) {
      blocks.add(new Block.Paragraph(page.text("trend.none")));
    } else {
      trends(blocks);
    }
    leftOut(blocks);
    return new Section(ANCHOR, page.text("trend"), blocks);
  }

  private List<Block> judged(NightlyVerdict nightly) {
    Map<RunId, PastRun> past = new HashMap<>();
    runs.forEach(run -> past.put(run.head().runId(), run));
    return new NightlyTrend(nightly, page.format().language(), ANCHOR)
        .build(page.style(), (series, value) -> withInterval(series.series(), value, past));
  }

  /** Records keep the intervals, and of earlier runs only those of times are read. */
  private static Estimate withInterval(
      SeriesKey series, NightValue value, Map<RunId, PastRun> past) {
    PastRun run = past.get(value.night().run());
    PastRun.Time time =
        run == null || !series.metric().equals(MetricKey.TIME.id())
            ? null
            : run.times().get(series.cell());
    return Page.estimate(
        value.value(), time == null ? null : time.low(), time == null ? null : time.high());
  }

  private void trends(List<Block> blocks) {
    List<TrendSeries> series = TrendSeries.of(runs);
    List<EnvironmentChange> changes = EnvironmentChange.of(runs);
    blocks.add(
        new Block.Paragraph(
            page.text(
                "trend.intro",
                page.format().count(series.size()),
                page.format().count(runs.size()),
                page.format().date(runs.getFirst().started()),
                page.format().date(runs.getLast().started()))));
    List<TrendSeries> drawn = series.stream().filter(s -> s.earlier() > 0).limit(DRAWN).toList();
    List<Block> figures = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      figures.add(figure(i + 1, drawn.get(i), changes));
    }
    blocks.addAll(figures.subList(0, Math.min(OPEN, figures.size())));
    if (figures.size() > OPEN) {
      List<Block> rest = figures.subList(OPEN, figures.size());
      blocks.add(new Block.Details(page.plural("trend.more", rest.size()), rest));
    }
    blocks.add(table(series, drawn.size()));
    if (!changes.isEmpty()) {
      blocks.add(changes(changes));
    }
    gone(blocks);
  }

  private Figure figure(int number, TrendSeries series, List<EnvironmentChange> changes) {
    List<Night> nights = series.points().stream().map(TrendSection::night).toList();
    TrendChart chart =
        new TrendChart(
            new Quantity(page.text("axis.time"), "s"),
            List.of(new TrendChart.Trend(series.id().target(), RunPage.lane(series.id()), nights)),
            changes.stream().map(c -> new TrendChart.Change(c.at(), c.mark())).toList(),
            page.style());
    return new Figure(
        ANCHOR + "-" + number,
        chart,
        title(series),
        page.text("trend.alt", series.id().toString()),
        page.text("trend.caption"),
        null);
  }

  private static Night night(TrendSeries.Point point) {
    return new Night(point.at(), estimate(point.time()));
  }

  private static @Nullable Estimate estimate(PastRun.@Nullable Time time) {
    if (time == null) {
      return null;
    }
    return Page.estimate(time.median(), time.low(), time.high());
  }

  private String title(TrendSeries series) {
    Double change = series.changePercent();
    String name = series.id().workload() + " · " + RunPage.lane(series.id());
    return change == null ? name : page.text("trend.title", name, page.format().change(change));
  }

  private Table table(List<TrendSeries> series, int drawn) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.NUMBER, "now"));
    columns.add(page.column(Table.Type.NUMBER, "usual"));
    columns.add(page.column(Table.Type.NUMBER, "change"));
    columns.add(new Column(Table.Type.NUMBER, page.text("column.z"), null, page.text("z.meaning")));
    columns.add(page.column(Table.Type.NUMBER, "runs"));
    columns.add(page.column(Table.Type.STATUS, "series-verdict"));
    SeriesVerdict verdict = new SeriesVerdict.NotJudged(page.text("not-judged.why"));
    List<String> notes = new ArrayList<>();
    notes.add(page.text("not-judged.why"));
    if (drawn < series.size()) {
      notes.add(
          page.text("trend.drawn", page.format().count(drawn), page.format().count(series.size())));
    }
    return new Table(
        ANCHOR + "-table",
        page.text("trend.table"),
        columns,
        series.stream().map(s -> row(s, verdict)).toList(),
        notes);
  }

  private Table.Row row(TrendSeries series, SeriesVerdict verdict) {
    Double usual = series.usual();
    Double change = series.changePercent();
    Double z = series.deviations();
    PastRun.Time last = series.last();
    String interval = page.interval(last.low(), last.high(), "s");
    List<Cell> row = new ArrayList<>();
    row.add(new Cell.Figure(page.format().value(last.median(), "s"), last.median(), interval));
    row.add(usual == null ? page.missing(page.text("trend.first")) : page.value(usual, "s"));
    row.add(
        change == null
            ? page.missing(page.text("trend.first"))
            : new Cell.Figure(page.format().change(change), change));
    row.add(
        z == null
            ? page.missing(page.text("trend.few", page.format().count(TrendSeries.ENOUGH)))
            : new Cell.Figure(page.format().significant(z, 2), z));
    row.add(page.count(series.earlier() + 1L));
    row.add(
        switch (verdict) {
          case SeriesVerdict.NotJudged _ -> new Cell.Chip(Level.NEUTRAL, page.text("not-judged"));
        });
    return page.row(Emphasis.NONE, series.id(), row);
  }

  private Table changes(List<EnvironmentChange> changes) {
    List<Table.Row> rows = new ArrayList<>();
    for (EnvironmentChange change : changes) {
      rows.add(
          Table.Row.of(
              page.words(page.format().dateTime(change.at())),
              page.words(change.run()),
              page.words(String.join("; ", change.texts()))));
    }
    return new Table(
        ANCHOR + "-changes",
        page.text("trend.changes"),
        List.of(
            page.column(Table.Type.TEXT, "date"),
            page.column(Table.Type.TEXT, "run"),
            page.column(Table.Type.TEXT, "what-changed")),
        rows);
  }

  /** Lists series that earlier runs have and the newest lacks. */
  private void gone(List<Block> blocks) {
    TreeSet<String> gone = new TreeSet<>();
    for (PastRun run : runs) {
      run.times().keySet().stream().map(CellId::toString).forEach(gone::add);
    }
    runs.getLast().times().keySet().stream().map(CellId::toString).forEach(gone::remove);
    if (!gone.isEmpty()) {
      blocks.add(
          new Block.Details(
              page.plural("trend.gone", gone.size()),
              List.of(new Block.Bullets(gone.stream().map(Block.Paragraph::new).toList()))));
    }
  }

  private void leftOut(List<Block> blocks) {
    if (history.older() > 0) {
      blocks.add(new Block.Paragraph(page.plural("trend.older", history.older())));
    }
    if (!history.otherMachines().isEmpty()) {
      List<Table.Row> rows =
          history.otherMachines().stream()
              .map(other -> Table.Row.of(page.words(other.run()), page.words(other.difference())))
              .toList();
      blocks.add(fold("trend.others", "trend-others", history.otherMachines().size(), rows));
    }
    if (!history.unreadable().isEmpty()) {
      List<Table.Row> rows =
          history.unreadable().stream()
              .map(bad -> Table.Row.of(page.words(bad.run()), page.words(bad.reason())))
              .toList();
      blocks.add(fold("trend.unreadable", "trend-unreadable", history.unreadable().size(), rows));
    }
  }

  private Block fold(String key, String anchor, int count, List<Table.Row> rows) {
    String text = page.plural(key, count);
    Table table =
        new Table(
            anchor,
            text,
            List.of(page.column(Table.Type.TEXT, "run"), page.column(Table.Type.TEXT, "reason")),
            rows);
    return new Block.Details(text, List.of(table));
  }
}
