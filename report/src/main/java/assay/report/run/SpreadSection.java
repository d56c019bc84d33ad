package assay.report.run;

import assay.core.record.CellId;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.stats.Quantiles;
import assay.core.stats.SteadyState;
import assay.report.chart.Quantity;
import assay.report.chart.SpreadStrips;
import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import assay.report.page.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forks and their iterations behind the medians. */
final class SpreadSection {
  private static final String ANCHOR = "spread";
  private static final int OPEN = 4;
  private static final int DRAWN = 24;

  private final RunPage page;
  private final RunReportInput input;

  SpreadSection(RunPage page, RunReportInput input) {
    this.page = page;
    this.input = input;
  }

  /** Forks of a measured cell. */
  private record Spread(CellId id, Metric time, List<ForkResult> forks) {
    private double[] medians() {
      return forks.stream()
          .filter(fork -> fork.excludedCause() == null)
          .mapToDouble(fork -> Quantiles.median(fork.timing().time().toArray()))
          .toArray();
    }

    /** Largest over smallest median of the forks that count, less 1, %; null for fewer than 2. */
    @Nullable Double betweenPercent() {
      double[] medians = medians();
      return medians.length < 2
          ? null
          : Double.valueOf(
              100
                  * (Arrays.stream(medians).max().orElseThrow()
                          / Arrays.stream(medians).min().orElseThrow()
                      - 1));
    }

    double rank() {
      Double between = betweenPercent();
      return between == null ? -1 : between;
    }

    /**
     * Median over the forks that count of the middle half's width of their iterations, %; null
     * where none has more than one iteration.
     */
    @Nullable Double withinPercent() {
      double[] widths =
          forks.stream()
              .filter(fork -> fork.excludedCause() == null)
              .map(fork -> fork.timing().time().toArray())
              .filter(samples -> samples.length > 1)
              .mapToDouble(s ->
                  100
                      * (Quantiles.quantile(s, 0.75) - Quantiles.quantile(s, 0.25))
                      / Quantiles.median(s))
              .toArray();
      return widths.length == 0 ? null : Double.valueOf(Quantiles.median(widths));
    }

    long excluded() {
      return forks.stream().filter(fork -> fork.excludedCause() != null).count();
    }
  }

  Section build() {
    String title = page.text("spread");
    String none = input.noForks();
    if (none != null) {
      return page.empty(ANCHOR, title, page.text("spread.missing", none));
    }
    List<Spread> spreads = spreads();
    if (spreads.isEmpty()) {
      return page.empty(ANCHOR, title, page.text("spread.none"));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(page.text("spread.intro")));
    List<Block> figures = new ArrayList<>();
    for (Spread spread : spreads.subList(0, Math.min(DRAWN, spreads.size()))) {
      figures.add(figure(figures.size() + 1, spread));
    }
    blocks.addAll(figures.subList(0, Math.min(OPEN, figures.size())));
    if (figures.size() > OPEN) {
      List<Block> rest = figures.subList(OPEN, figures.size());
      blocks.add(new Block.Details(page.plural("spread.more", rest.size()), rest));
    }
    blocks.add(table(spreads, figures.size()));
    return new Section(ANCHOR, title, blocks);
  }

  /** The widest first. */
  private List<Spread> spreads() {
    Map<CellId, List<ForkResult>> forks = new LinkedHashMap<>();
    for (ForkRecord fork : input.forks()) {
      ForkResult timed = fork.outcome().result();
      if (timed != null) {
        forks.computeIfAbsent(fork.cell(), _ -> new ArrayList<>()).add(timed);
      }
    }
    List<Spread> spreads = new ArrayList<>();
    for (assay.core.record.Cell cell : input.run().cells()) {
      Metric time = ResultsSection.metric(cell, MetricKey.TIME);
      List<ForkResult> own = forks.get(cell.id());
      if (time != null && own != null) {
        spreads.add(new Spread(cell.id(), time, own));
      }
    }
    spreads.sort(
        Comparator.comparingDouble((Spread s) -> -s.rank()).thenComparing(s -> s.id().toString()));
    return spreads;
  }

  private Figure figure(int number, Spread spread) {
    List<SpreadStrips.Strip> forks = new ArrayList<>();
    for (ForkResult fork : spread.forks()) {
      forks.add(
          new SpreadStrips.Strip(
              spread.id().target(),
              Integer.toString(forks.size() + 1),
              Arrays.stream(fork.timing().time().toArray()).boxed().toList(),
              fork.excludedCause() == null));
    }
    SpreadStrips chart =
        new SpreadStrips(
            new Quantity(page.text("axis.time"), "s"),
            page.text("axis.fork"),
            forks,
            Page.estimate(spread.time()),
            page.style());
    String name = spread.id().workload() + " · " + RunPage.lane(spread.id());
    Double between = spread.betweenPercent();
    return new Figure(
        ANCHOR + "-" + number,
        chart,
        between == null ? name : page.text("spread.title", name, page.format().percent(between)),
        page.text("spread.alt", spread.id().toString()),
        caption(spread),
        null);
  }

  private String caption(Spread spread) {
    String median =
        page.text(spread.time().ciLow() == null ? "spread.caption.no-interval" : "spread.caption");
    return median + (spread.excluded() == 0 ? "" : " " + page.text("spread.caption.excluded"));
  }

  private Table table(List<Spread> spreads, int drawn) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.NUMBER, "time"));
    columns.add(page.column(Table.Type.NUMBER, "forks"));
    columns.add(page.column(Table.Type.NUMBER, "excluded"));
    columns.add(
        new Column(
            Table.Type.NUMBER, page.text("column.between"), null, page.text("between.meaning")));
    columns.add(
        new Column(
            Table.Type.NUMBER, page.text("column.within"), null, page.text("within.meaning")));
    columns.add(page.column(Table.Type.TEXT, "steady"));
    List<String> notes =
        drawn < spreads.size()
            ? List.of(
                page.text(
                    "spread.drawn",
                    page.format().count(drawn),
                    page.format().count(spreads.size())))
            : List.of();
    return new Table(
        ANCHOR + "-table",
        page.text("spread.table"),
        columns,
        spreads.stream().map(this::row).toList(),
        notes);
  }

  private Table.Row row(Spread spread) {
    List<Cell> row = new ArrayList<>();
    row.add(page.metric(spread.time(), null));
    row.add(page.count(spread.forks().size()));
    row.add(excluded(spread));
    Double between = spread.betweenPercent();
    Double within = spread.withinPercent();
    row.add(
        between == null ? page.missing(page.text("spread.one-fork")) : page.value(between, "%"));
    row.add(
        within == null ? page.missing(page.text("spread.one-sample")) : page.value(within, "%"));
    Map<SteadyState, Integer> states = new java.util.EnumMap<>(SteadyState.class);
    spread.forks().forEach(fork -> states.merge(fork.timing().steadyState(), 1, Integer::sum));
    List<String> texts = new ArrayList<>();
    states.forEach((state, count) -> texts.add(count + " × " + page.text("steady." + state)));
    row.add(page.words(String.join("; ", texts)));
    return page.row(Emphasis.NONE, spread.id(), row);
  }

  private Cell excluded(Spread spread) {
    List<String> causes =
        spread.forks().stream()
            .flatMap(fork -> java.util.stream.Stream.ofNullable(fork.excludedCause()))
            .distinct()
            .toList();
    String count = page.format().count(spread.excluded());
    return causes.isEmpty()
        ? new Cell.Figure(count, 0)
        : new Cell.Figure(count, spread.excluded(), String.join("; ", causes));
  }
}
