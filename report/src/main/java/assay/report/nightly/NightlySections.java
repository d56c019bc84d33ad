package assay.report.nightly;

import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.gate.GateVerdict;
import assay.report.gate.Threshold;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A verdict as sections: what needs attention, what may have caused it, hosts, and the rest. */
public final class NightlySections {
  /** The anchor of the first one; those of the others begin with it. */
  public static final String ANCHOR = "verdict";

  private final NightlyVerdict verdict;
  private final Language language;
  private final NightlyPage page;

  /**
   * The sections of a verdict.
   *
   * @param links where to read more of a series; null for nowhere
   */
  public NightlySections(
      NightlyVerdict verdict, Language language, Function<SeriesReport, @Nullable String> links) {
    this.verdict = verdict;
    this.language = language;
    page = new NightlyPage(List.of(verdict), language, links);
  }

  /** Whether somebody must look at it: what is accepted or over is not among it. */
  public static boolean needsAttention(SeriesReport report) {
    return report.alarm()
        || report.open()
        || report.verdict() == GateVerdict.INVALID
        || report.verdict() == GateVerdict.MISSING;
  }

  /**
   * The sections in reading order.
   *
   * @param all whether all series are listed, in a fold; else they are counted
   */
  public List<Section> build(boolean all) {
    List<Section> sections = new ArrayList<>();
    sections.add(verdict(all));
    List<Block> causes = new Causes(page, verdict).build();
    if (!causes.isEmpty()) {
      sections.add(new Section(ANCHOR + "-causes", page.text("causes"), causes));
    }
    if (!verdict.hosts().isEmpty()) {
      sections.add(new Section(ANCHOR + "-hosts", page.text("hosts"), List.of(hosts())));
    }
    return sections;
  }

  private Section verdict(boolean all) {
    List<Block> blocks = new ArrayList<>();
    Headline headline = Headline.of(verdict, language);
    blocks.add(new Banner(headline.level(), headline.text()));
    if (!verdict.remarks().isEmpty()) {
      blocks.add(new Block.Bullets(verdict.remarks().stream().map(Block.Paragraph::new).toList()));
    }
    table("attention", NightlySections::needsAttention, "since").ifPresent(blocks::add);
    table("improved", report -> report.verdict() == GateVerdict.IMPROVED, "began")
        .ifPresent(blocks::add);
    if (!verdict.series().isEmpty()) {
      blocks.add(new Block.Paragraph(counts()));
    }
    blocks.add(new Block.Paragraph(page.text("reading") + " " + threshold(verdict.threshold())));
    if (all) {
      table("others", NightlySections::unremarkable, "began")
          .map(table ->
              new Block.Details(page.plural("others.fold", table.rows().size()), List.of(table)))
          .ifPresent(blocks::add);
    }
    return new Section(ANCHOR, page.text("verdict"), blocks);
  }

  private static boolean unremarkable(SeriesReport report) {
    return !needsAttention(report) && report.verdict() != GateVerdict.IMPROVED;
  }

  /**
   * The series of a kind; empty if there are none.
   *
   * @param since heading of the first night of a change
   */
  private Optional<Table> table(String key, Predicate<SeriesReport> which, String since) {
    List<SeriesReport> reports = verdict.series().stream().filter(which).toList();
    return reports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Table(
                ANCHOR + "-" + key,
                page.text(key),
                columns(page, since),
                reports.stream().map(report -> row(page, report)).toList()));
  }

  /** The columns of a table of series. */
  static List<Column> columns(NightlyPage page, String since) {
    List<Column> columns = new ArrayList<>(page.seriesColumns());
    columns.add(page.column(Table.Type.STATUS, "verdict"));
    columns.add(page.column(Table.Type.NUMBER, "effect"));
    columns.add(page.column(Table.Type.NUMBER, "limit"));
    columns.add(page.column(Table.Type.NUMBER, "detectable"));
    columns.add(page.column(Table.Type.NUMBER, since));
    columns.add(page.column(Table.Type.TEXT, "reason"));
    return columns;
  }

  /** A row of it. */
  static Table.Row row(NightlyPage page, SeriesReport report) {
    List<Cell> cells = new ArrayList<>(page.series(report));
    cells.add(page.verdict(report));
    cells.add(page.effect(report));
    cells.add(page.limit(report));
    cells.add(page.detectable(report));
    cells.add(page.since(report.change()));
    cells.add(page.reason(report));
    return new Table.Row(cells);
  }

  /** How many series have each verdict. */
  private String counts() {
    Map<GateVerdict, Long> counts =
        verdict.series().stream()
            .collect(
                Collectors.groupingBy(
                    SeriesReport::verdict,
                    () -> new EnumMap<>(GateVerdict.class),
                    Collectors.counting()));
    String each =
        counts.entrySet().stream()
            .map(entry ->
                page.text(
                    "counts.each",
                    page.format().count(entry.getValue()),
                    page.word(entry.getKey())))
            .collect(Collectors.joining(page.text("counts.comma")));
    return page.plural("counts", verdict.series().size(), each);
  }

  private String threshold(Threshold threshold) {
    String score = page.format().significant(threshold.score(), 3);
    return switch (threshold) {
      case Threshold.Pooled(double _, long nights) ->
          page.text("threshold.pooled", score, page.format().count(nights));
      case Threshold.Simulated(double _, String noise, long nights) ->
          page.text(
              "threshold.simulated",
              score,
              noise,
              page.format().count(nights),
              page.format().count(Threshold.MIN_POOLED));
    };
  }

  private Table hosts() {
    List<Table.Row> rows = new ArrayList<>();
    for (HostReport host : verdict.hosts()) {
      String said = host.acknowledged();
      boolean judged = host.verdict() != null;
      rows.add(
          Table.Row.of(
              page.words(host.host()),
              page.words(host.family()),
              page.verdict(host),
              judged ? page.change(host.factor()) : page.missing(host.reason()),
              judged ? page.share(host.sharing()) : page.missing(host.reason()),
              page.count(host.canaries()),
              page.since(host.change()),
              page.words(
                  said == null
                      ? host.reason()
                      : host.reason() + "; " + page.text("finding.acknowledged", said))));
    }
    return new Table(
        ANCHOR + "-hosts-table",
        page.text("hosts.table"),
        List.of(
            page.column(Table.Type.TEXT, "host"),
            page.column(Table.Type.TEXT, "family"),
            page.column(Table.Type.STATUS, "verdict"),
            page.column(Table.Type.NUMBER, "factor"),
            page.column(Table.Type.NUMBER, "sharing"),
            page.column(Table.Type.NUMBER, "canaries"),
            page.column(Table.Type.NUMBER, "began"),
            page.column(Table.Type.TEXT, "reason")),
        rows,
        List.of(page.text("hosts.note")));
  }
}
