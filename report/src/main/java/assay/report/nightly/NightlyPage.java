package assay.report.nightly;

import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.gate.Evidence;
import assay.report.gate.GateVerdict;
import assay.report.history.SeriesKey;
import assay.report.page.Page;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all views of nightly verdicts share: names of series, and verdicts as cells of tables. */
public final class NightlyPage extends Page {
  /** Stands for what there is none of. */
  static final String NONE = "–";

  private final SeriesNames names;
  private final boolean severalHosts;
  private final Function<SeriesReport, @Nullable String> links;

  /**
   * A page.
   *
   * @param verdicts of all nights and hosts that it is about
   */
  public NightlyPage(Collection<NightlyVerdict> verdicts, Language language) {
    this(verdicts, language, _ -> null);
  }

  /**
   * A page whose series are links.
   *
   * @param links where to read more of a series: an anchor or a file; null for nowhere
   */
  public NightlyPage(
      Collection<NightlyVerdict> verdicts,
      Language language,
      Function<SeriesReport, @Nullable String> links) {
    super("nightly", language, List.of());
    List<SeriesKey> series =
        verdicts.stream().flatMap(v -> v.series().stream()).map(SeriesReport::series).toList();
    names = SeriesNames.of(series);
    severalHosts = series.stream().map(SeriesKey::host).distinct().count() > 1;
    this.links = links;
  }

  /** How to take the verdict on a series: one that is accepted or over alarms nobody. */
  static Level level(SeriesReport report) {
    boolean settled =
        report.verdict() == GateVerdict.REGRESSED && !report.alarm() && !report.open();
    return settled ? Level.INFO : level(report.verdict());
  }

  private static Level level(GateVerdict verdict) {
    return switch (verdict) {
      case REGRESSED, INVALID -> Level.BAD;
      case MISSING, NOT_COMPARABLE -> Level.WARN;
      case IMPROVED -> Level.GOOD;
      case UNCHANGED, INCONCLUSIVE -> Level.NEUTRAL;
      case NEW -> Level.INFO;
    };
  }

  /** A verdict in words. */
  public String word(GateVerdict verdict) {
    return text("gate." + verdict);
  }

  /** The name of a series on its host. */
  public String name(SeriesReport report) {
    return names.of(report.series());
  }

  /** The columns that name a series: of its host too, if there are several. */
  List<Column> seriesColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(column(Table.Type.TEXT, "series"));
    if (severalHosts) {
      columns.add(column(Table.Type.TEXT, "host"));
    }
    return columns;
  }

  /** The cells below them. */
  List<Cell> series(SeriesReport report) {
    List<Cell> cells = new ArrayList<>();
    String link = links.apply(report);
    String name = name(report);
    cells.add(
        new Cell.Words(
            List.of(link == null ? new Inline.Text(name) : new Inline.Link(name, link))));
    if (severalHosts) {
      cells.add(words(report.series().host()));
    }
    return cells;
  }

  /** The verdict on a series as a chip, and since when it holds. */
  public Cell verdict(SeriesReport report) {
    GateVerdict verdict = report.verdict();
    return new Cell.Chip(level(report), word(verdict), state(report));
  }

  private @Nullable String state(SeriesReport report) {
    List<String> parts = new ArrayList<>();
    if (report.limit() != null) {
      parts.add(text("state.limit"));
    }
    state(report.change(), report.onset(), report.acknowledged(), parts);
    return parts.isEmpty() ? null : String.join(", ", parts);
  }

  private void state(
      @Nullable OpenChange change,
      boolean onset,
      @Nullable String acknowledged,
      List<String> parts) {
    if (onset) {
      parts.add(text("state.tonight"));
    } else if (change != null && change.closed()) {
      parts.add(text("state.closed"));
    } else if (change != null) {
      parts.add(text("state.open", date(change.alarmed())));
    }
    if (change != null && change.drift()) {
      parts.add(text("state.drift"));
    }
    if (acknowledged != null) {
      parts.add(text("state.acknowledged"));
    }
  }

  /** The verdict on a host as a chip. */
  Cell verdict(HostReport host) {
    GateVerdict verdict = host.verdict();
    if (verdict == null) {
      return chip(Level.NEUTRAL, text("host.uncorrected"));
    }
    List<String> parts = new ArrayList<>();
    state(host.change(), host.onset(), host.acknowledged(), parts);
    return new Cell.Chip(
        level(verdict), word(verdict), parts.isEmpty() ? null : String.join(", ", parts));
  }

  /** The effect with its interval. */
  Cell effect(SeriesReport report) {
    Evidence evidence = report.evidence();
    return evidence == null
        ? words(NONE)
        : figure(
            format().change(100 * evidence.effect()), 100 * evidence.effect(), interval(evidence));
  }

  /** The 95 % interval of the effect. */
  public String interval(Evidence evidence) {
    return format()
        .interval(100 * evidence.interval().low(), 100 * evidence.interval().high(), "%");
  }

  /** A change in percent. */
  Cell change(double share) {
    return new Cell.Figure(format().change(100 * share), 100 * share);
  }

  /** A share in percent. */
  Cell share(@Nullable Double share) {
    return share == null
        ? words(NONE)
        : new Cell.Figure(format().percent(100 * share), 100 * share);
  }

  /** The worsening above which the series is alarmed. */
  Cell limit(SeriesReport report) {
    Evidence evidence = report.evidence();
    return share(evidence == null ? null : Double.valueOf(evidence.limit()));
  }

  /** The smallest worsening that would be seen. */
  Cell detectable(SeriesReport report) {
    Evidence evidence = report.evidence();
    return share(evidence == null ? null : Double.valueOf(evidence.smallestDetectable()));
  }

  /** The first bad night, and from which to which night it may be. */
  Cell since(@Nullable OpenChange change) {
    if (change == null) {
      return words(NONE);
    }
    String nights = text("since.nights", date(change.earliest()), date(change.latest()));
    return new Cell.Figure(
        date(change.firstBad()),
        change.firstBad().started().getEpochSecond(),
        exact(change) ? null : nights);
  }

  private static boolean exact(OpenChange change) {
    return change.earliest().equals(change.latest());
  }

  /** The first bad night, and the nights that are nearly as likely. */
  public String span(OpenChange change) {
    return exact(change)
        ? date(change.firstBad())
        : text(
            "since.between",
            date(change.firstBad()),
            date(change.earliest()),
            date(change.latest()));
  }

  /** The day on which a night's run began. */
  public String date(NightRef night) {
    return format().date(night.started());
  }

  /** From the first to the last of some moments, as days: one if they are of one day. */
  String days(Collection<Instant> moments) {
    TreeSet<Instant> ordered = new TreeSet<>(moments);
    String first = format().date(ordered.first());
    String last = format().date(ordered.last());
    return first.equals(last)
        ? text("headline.night", first)
        : text("headline.nights", first, last);
  }

  /** Hosts by name, or their number if they are many. */
  String hosts(Collection<String> hosts) {
    TreeSet<String> names = new TreeSet<>(hosts);
    return switch (names.size()) {
      case 1 -> names.first();
      case 2 -> text("hosts.two", names.first(), names.last());
      default -> text("hosts.many", format().count(names.size()));
    };
  }

  /** What was found, in one line: effect, first bad night, and the reason. */
  public String finding(SeriesReport report) {
    Evidence evidence = report.evidence();
    OpenChange change = report.change();
    List<String> parts = new ArrayList<>();
    if (evidence != null) {
      parts.add(
          text("finding.effect", format().change(100 * evidence.effect()), interval(evidence)));
    }
    if (change != null) {
      boolean better = report.verdict() == GateVerdict.IMPROVED;
      parts.add(text(better ? "finding.better" : "finding.since", span(change)));
    }
    parts.add(report.reason());
    if (report.acknowledged() != null) {
      parts.add(text("finding.acknowledged", report.acknowledged()));
    }
    return String.join("; ", parts);
  }

  /** The reason for a verdict, with what somebody said about it. */
  Cell reason(SeriesReport report) {
    return words(
        report.acknowledged() == null
            ? report.reason()
            : report.reason() + "; " + text("finding.acknowledged", report.acknowledged()));
  }
}
