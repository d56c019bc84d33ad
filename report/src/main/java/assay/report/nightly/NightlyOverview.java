package assay.report.nightly;

import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Document;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.gate.Evidence;
import assay.report.gate.GateVerdict;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The verdicts of many hosts on one page: what needs attention, then hosts × series. */
public final class NightlyOverview {
  private final List<NightlyVerdict> verdicts;
  private final Language language;
  private final NightlyPage page;
  private final Function<NightRef, @Nullable String> runs;

  /**
   * An overview.
   *
   * @param verdicts at least one, each of its own hosts
   * @param runs the page of a run; null where it has none
   * @param series where to read more of a series; null for nowhere
   */
  public NightlyOverview(
      Collection<NightlyVerdict> verdicts,
      Language language,
      Function<NightRef, @Nullable String> runs,
      Function<SeriesReport, @Nullable String> series) {
    this.verdicts = List.copyOf(verdicts);
    this.language = language;
    this.runs = runs;
    page = new NightlyPage(verdicts, language, series);
  }

  /** The page: what needs attention, hosts, and all series by host. */
  public Document document() {
    NightRef newest =
        verdicts.stream()
            .flatMap(verdict -> verdict.tonight().stream())
            .max(Comparator.comparing(NightRef::started))
            .orElseThrow(() -> new IllegalArgumentException("verdicts on no run"));
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("attention", page.text("attention"), attention()));
    sections.add(new Section("hosts", page.text("hosts"), List.of(hosts())));
    sections.add(new Section("series", page.text("overview.series"), List.of(matrix())));
    String title = page.text("overview.title");
    return new Document(
        title,
        page.text("overview.subtitle", page.hosts(labels()), page.date(newest)),
        language,
        new Metadata("Assay", newest.started(), title, List.of("Assay")),
        sections);
  }

  /** The verdict on all hosts, in a few sentences. */
  public Banner banner() {
    Headline headline = Headline.of(verdicts, language);
    return new Banner(headline.level(), headline.text());
  }

  private Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    verdicts.forEach(verdict -> labels.addAll(verdict.hostLabels()));
    return labels;
  }

  private List<SeriesReport> all() {
    return verdicts.stream().flatMap(verdict -> verdict.series().stream()).toList();
  }

  private List<Block> attention() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(banner());
    List<Table.Row> rows =
        all().stream()
            .filter(NightlySections::needsAttention)
            .sorted(Comparator.comparingInt(NightlyOverview::urgency))
            .map(report -> NightlySections.row(page, report))
            .toList();
    if (!rows.isEmpty()) {
      blocks.add(
          new Table(
              "attention-table",
              page.text("overview.attention"),
              NightlySections.columns(page, "since"),
              rows));
    }
    return blocks;
  }

  /** A row for each host, with a link to the page of its run. */
  public Table hosts() {
    List<Table.Row> rows = new ArrayList<>();
    for (String host : labels()) {
      List<SeriesReport> series =
          all().stream().filter(report -> report.series().host().equals(host)).toList();
      rows.add(
          Table.Row.of(
              new Cell.Words(List.of(link(host))),
              whole(host),
              count(series, Level.BAD, SeriesReport::alarm),
              count(series, Level.WARN, SeriesReport::open),
              count(series, Level.BAD, is(GateVerdict.INVALID)),
              count(series, Level.WARN, is(GateVerdict.MISSING)),
              count(series, Level.GOOD, is(GateVerdict.IMPROVED)),
              count(series, Level.NEUTRAL, is(GateVerdict.UNCHANGED)),
              count(series, Level.NEUTRAL, NightlyOverview::undecided)));
    }
    return new Table(
        "nightly-hosts",
        page.text("overview.hosts"),
        List.of(
            page.column(Table.Type.TEXT, "host"),
            page.column(Table.Type.STATUS, "whole"),
            page.column(Table.Type.STATUS, "alarms"),
            page.column(Table.Type.STATUS, "open"),
            page.column(Table.Type.STATUS, "invalid"),
            page.column(Table.Type.STATUS, "missing"),
            page.column(Table.Type.STATUS, "improved"),
            page.column(Table.Type.STATUS, "unchanged"),
            page.column(Table.Type.STATUS, "undecided")),
        rows,
        List.of(page.text("overview.hosts.note")));
  }

  /** What moved the host as a whole, the most urgent of it. */
  private Cell whole(String host) {
    return verdicts.stream()
        .flatMap(verdict -> verdict.hosts().stream())
        .filter(report -> report.host().equals(host))
        .findFirst()
        .map(page::verdict)
        .orElse(page.words(NightlyPage.NONE));
  }

  private Inline link(String host) {
    return verdicts.stream()
        .filter(verdict -> verdict.hostLabels().contains(host))
        .flatMap(verdict -> verdict.onHost(host).tonight().stream())
        .map(runs)
        .filter(Objects::nonNull)
        .findFirst()
        .<Inline>map(target -> new Inline.Link(host, target))
        .orElse(new Inline.Text(host));
  }

  private static Predicate<SeriesReport> is(GateVerdict verdict) {
    return report -> report.verdict() == verdict;
  }

  private static boolean undecided(SeriesReport report) {
    return switch (report.verdict()) {
      case INCONCLUSIVE, NEW, NOT_COMPARABLE -> true;
      case REGRESSED, IMPROVED, UNCHANGED, INVALID, MISSING -> false;
    };
  }

  private Cell count(List<SeriesReport> series, Level level, Predicate<SeriesReport> which) {
    long count = series.stream().filter(which).count();
    return page.chip(count == 0 ? Level.NEUTRAL : level, page.format().count(count));
  }

  /** A row for each series and a column for each host, the most urgent series first. */
  private Table matrix() {
    List<String> hosts = List.copyOf(labels());
    List<Column> columns = new ArrayList<>();
    columns.add(page.column(Table.Type.TEXT, "series"));
    hosts.forEach(host -> columns.add(new Column(Table.Type.STATUS, host)));
    Map<String, Map<String, SeriesReport>> byName = new LinkedHashMap<>();
    all().stream()
        .sorted(Comparator.comparingInt(NightlyOverview::urgency))
        .forEach(report ->
            byName
                .computeIfAbsent(page.name(report), _ -> new LinkedHashMap<>())
                .put(report.series().host(), report));
    List<Table.Row> rows = new ArrayList<>();
    for (Map<String, SeriesReport> reports : byName.values()) {
      List<Cell> row = new ArrayList<>();
      row.add(page.series(reports.values().iterator().next()).getFirst());
      for (String host : hosts) {
        SeriesReport report = reports.get(host);
        row.add(report == null ? page.words(NightlyPage.NONE) : cell(report));
      }
      rows.add(new Table.Row(row));
    }
    return new Table(
        "series-table",
        page.text("overview.series"),
        columns,
        rows,
        List.of(page.text("overview.note")));
  }

  private Cell cell(SeriesReport report) {
    Evidence evidence = report.evidence();
    return new Cell.Chip(
        NightlyPage.level(report),
        page.word(report.verdict()),
        evidence == null ? null : page.format().change(100 * evidence.effect()));
  }

  /** The lower, the sooner somebody should look. */
  private static int urgency(SeriesReport report) {
    if (report.alarm()) {
      return 0;
    }
    return switch (report.verdict()) {
      case INVALID -> 1;
      case MISSING -> 2;
      case REGRESSED -> report.open() ? 3 : 4;
      case NOT_COMPARABLE -> 5;
      case IMPROVED -> 6;
      case NEW -> 7;
      case INCONCLUSIVE -> 8;
      case UNCHANGED -> 9;
    };
  }
}
