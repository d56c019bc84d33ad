package assay.report.nightly;

import assay.core.stats.Quantiles;
import assay.report.chart.ChartStyle;
import assay.report.chart.Estimate;
import assay.report.chart.Night;
import assay.report.chart.Quantity;
import assay.report.chart.TrendChart;
import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Theme.Role;
import assay.report.gate.Evidence;
import assay.report.gate.GateVerdict;
import assay.report.nightly.SeriesReport.NightValue;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Series over the nights: charts of the most urgent ones, and a table of all. */
public final class NightlyTrend {
  private static final int OPEN = 6;
  private static final int DRAWN = 30;

  /** Nights that the gate compares with those before them. */
  private static final int NEWEST = 3;

  private final NightlyVerdict verdict;
  private final NightlyPage page;
  private final String anchor;

  /** Gives a night's value its interval, where it is known. */
  @FunctionalInterface
  public interface Intervals {
    /** The value for a chart. */
    Estimate of(SeriesReport series, NightValue value);
  }

  /**
   * The trends of a verdict.
   *
   * @param anchor of the section; those of its charts and tables begin with it
   */
  public NightlyTrend(NightlyVerdict verdict, Language language, String anchor) {
    this.verdict = verdict;
    this.anchor = anchor;
    page =
        new NightlyPage(
            List.of(verdict), language, report -> "#" + anchorOf(verdict, report, anchor));
  }

  /** Where to see a series: its chart if it is drawn, else the table of all. */
  public static String anchorOf(NightlyVerdict verdict, SeriesReport report, String anchor) {
    int number = drawn(verdict).indexOf(report) + 1;
    return anchor + "-" + (number == 0 ? "table" : number);
  }

  private static List<SeriesReport> drawn(NightlyVerdict verdict) {
    return verdict.series().stream()
        .filter(report -> report.nights().size() > 1)
        .limit(DRAWN)
        .toList();
  }

  /** Charts, the first open and the others folded, then tables. */
  public List<Block> build(ChartStyle style, Intervals intervals) {
    List<SeriesReport> drawn = drawn(verdict);
    List<Block> figures = new ArrayList<>();
    for (SeriesReport report : drawn) {
      figures.add(figure(figures.size() + 1, report, style, intervals));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(page.text("trend.intro")));
    blocks.addAll(figures.subList(0, Math.min(OPEN, figures.size())));
    if (figures.size() > OPEN) {
      List<Block> rest = figures.subList(OPEN, figures.size());
      blocks.add(new Block.Details(page.plural("trend.more", rest.size()), rest));
    }
    blocks.add(table(drawn.size()));
    List<Table.Row> marks = marks();
    if (!marks.isEmpty()) {
      blocks.add(
          new Table(
              anchor + "-marks",
              page.text("trend.marks"),
              List.of(
                  page.column(Table.Type.TEXT, "date"),
                  page.column(Table.Type.TEXT, "kind"),
                  page.column(Table.Type.TEXT, "what")),
              marks));
    }
    return blocks;
  }

  private Figure figure(int number, SeriesReport report, ChartStyle style, Intervals intervals) {
    List<Night> nights =
        report.nights().stream()
            .map(value -> new Night(value.night().started(), intervals.of(report, value)))
            .toList();
    String name = page.name(report);
    TrendChart.Band band = band(report);
    TrendChart chart =
        new TrendChart(
            new Quantity(report.series().metric(), report.unit()),
            List.of(new TrendChart.Trend(report.series().target(), name, nights)),
            report.marks().stream().map(mark -> change(report, mark)).toList(),
            band,
            style);
    Evidence evidence = report.evidence();
    String word = page.word(report.verdict());
    return new Figure(
        anchor + "-" + number,
        chart,
        evidence == null
            ? page.text("trend.title.alone", name, word)
            : page.text("trend.title", name, word, page.format().change(100 * evidence.effect())),
        page.text("trend.alt", name),
        band == null
            ? page.text("trend.caption")
            : page.text("trend.caption") + " " + page.text("trend.caption.band"),
        null);
  }

  private TrendChart.Change change(SeriesReport report, Mark mark) {
    return switch (mark.kind()) {
      case ONSET -> onset(report, mark);
      case ACKNOWLEDGED, BASELINE -> new TrendChart.Change(mark.at(), kindAndText(mark), Role.INFO);
      case NOTE -> new TrendChart.Change(mark.at(), mark.text(), Role.INFO);
      case SETTING -> new TrendChart.Change(mark.at(), mark.text());
    };
  }

  /** Tonight's change stands out among those that are over. */
  private TrendChart.Change onset(SeriesReport report, Mark mark) {
    OpenChange change = report.change();
    if (change == null || !change.firstBad().started().equals(mark.at())) {
      return new TrendChart.Change(mark.at(), kindAndText(mark));
    }
    return report.verdict() == GateVerdict.IMPROVED
        ? new TrendChart.Change(mark.at(), page.text("mark.better"), Role.GOOD)
        : new TrendChart.Change(mark.at(), page.text("mark.worse"), Role.BAD);
  }

  private String kindAndText(Mark mark) {
    return page.text("mark.said", page.text("mark." + mark.kind()), mark.text());
  }

  /**
   * From the median of the nights before the change, or before the last three: by the limit to
   * either side.
   */
  private static TrendChart.@Nullable Band band(SeriesReport report) {
    Evidence evidence = report.evidence();
    if (evidence == null) {
      return null;
    }
    OpenChange change = report.change();
    int end = report.nights().size() - NEWEST;
    if (change != null && !change.closed()) {
      end = (int) report.nights().stream().filter(v -> before(v, change.firstBad())).count();
    }
    int begin = Math.max(0, end - evidence.baselineNights());
    if (end <= begin) {
      return null;
    }
    double level =
        Quantiles.median(
            report.nights().subList(begin, end).stream().mapToDouble(NightValue::value).toArray());
    double factor = 1 + evidence.limit();
    return new TrendChart.Band(level / factor, level * factor);
  }

  private static boolean before(NightValue value, NightRef night) {
    return value.night().number() < night.number();
  }

  private Table table(int drawn) {
    List<Column> columns = new ArrayList<>(NightlySections.columns(page, "began"));
    columns.add(columns.size() - 1, page.column(Table.Type.NUMBER, "tonight"));
    columns.add(columns.size() - 1, page.column(Table.Type.NUMBER, "nights"));
    List<Table.Row> rows = new ArrayList<>();
    for (SeriesReport report : verdict.series()) {
      List<Cell> cells = new ArrayList<>(NightlySections.row(page, report).cells());
      Double tonight = report.tonight();
      cells.add(
          cells.size() - 1,
          tonight == null || !Double.isFinite(tonight)
              ? page.missing(report.reason())
              : page.value(tonight, report.unit()));
      cells.add(cells.size() - 1, page.count(report.nights().size()));
      rows.add(new Table.Row(cells));
    }
    List<String> notes =
        drawn < rows.size()
            ? List.of(
                page.text(
                    "trend.drawn", page.format().count(drawn), page.format().count(rows.size())))
            : List.of();
    return new Table(anchor + "-table", page.text("trend.table"), columns, rows, notes);
  }

  /** What happened on the host, each once; when series changed is in the table above. */
  private List<Table.Row> marks() {
    Set<Mark> marks =
        new TreeSet<>(
            Comparator.comparing(Mark::at).thenComparing(Mark::kind).thenComparing(Mark::text));
    verdict.series().forEach(report -> marks.addAll(report.marks()));
    return marks.stream()
        .filter(mark -> mark.kind() != Mark.Kind.ONSET)
        .map(mark ->
            Table.Row.of(
                page.words(page.format().dateTime(mark.at())),
                page.words(page.text("mark." + mark.kind())),
                page.words(mark.text())))
        .toList();
  }
}
