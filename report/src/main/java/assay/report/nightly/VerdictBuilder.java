package assay.report.nightly;

import assay.core.record.CellId;
import assay.core.record.MetricKey.Better;
import assay.core.record.Status;
import assay.core.text.Glob;
import assay.report.command.Selection;
import assay.report.gate.Event;
import assay.report.gate.GateResult;
import assay.report.gate.GateVerdict;
import assay.report.gate.HostNight;
import assay.report.gate.Judgement;
import assay.report.history.SeriesKey;
import assay.report.history.StoredRun;
import assay.report.history.StoredRun.StoredCell;
import assay.report.history.StoredValue;
import assay.report.nightly.FleetNights.FleetNight;
import assay.report.nightly.FleetNights.Measured;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns the gate's result for a host into a verdict that a reader can act on. */
final class VerdictBuilder {
  /** The metric of a cell that is verified only. */
  static final String CHECK = "check";

  private final FleetNights nights;
  private final Map<String, Known> known;
  private final Journal journal;
  private final Limits limits;
  private final FleetNight tonight;
  private final String host;
  private final StoredRun run;
  private final GateResult result;
  private final Map<CellId, StoredCell> cells = new HashMap<>();
  private final Map<SeriesKey, StoredValue> values = new HashMap<>();
  private final List<Mark> marks;

  VerdictBuilder(
      FleetNights nights,
      Map<String, Known> known,
      Journal journal,
      Limits limits,
      FleetNight tonight,
      String host,
      GateResult result) {
    this.nights = nights;
    this.known = known;
    this.journal = journal;
    this.limits = limits;
    this.tonight = tonight;
    this.host = host;
    this.result = result;
    run = measured(tonight).run();
    run.cells().forEach(cell -> cells.put(cell.cell(), cell));
    run.values().forEach(value -> values.put(value.series(), value));
    marks = new HostMarks(nights, journal, host, tonight.number()).all();
  }

  /** The series that stands for the verdict on a cell's output. */
  static SeriesKey check(StoredRun run, CellId cell) {
    return new SeriesKey(
        run.host(),
        run.identity(),
        0,
        SeriesKey.UNKNOWN,
        cell.workload(),
        cell.target(),
        SeriesKey.UNKNOWN,
        cell.precision(),
        CHECK);
  }

  /**
   * Builds it.
   *
   * @param lost cells that an emulation verified before and not tonight, and when it last did
   */
  NightlyVerdict build(Map<CellId, Integer> lost) {
    List<SeriesReport> series = new ArrayList<>();
    for (Judgement judgement : result.series()) {
      SeriesKey key = Objects.requireNonNull(known.get(judgement.series().key())).key();
      if (key.host().equals(host) && !superseded(judgement, key)) {
        series.add(report(judgement, key));
      }
    }
    lost.forEach((cell, last) -> series.add(lost(cell, last)));
    List<String> remarks = new ArrayList<>(limits(series));
    series.sort(
        Comparator.comparingInt(VerdictBuilder::urgency)
            .thenComparingDouble(report -> -effect(report))
            .thenComparing(report -> Nightly.key(report.series())));
    List<HostReport> hosts = hosts(remarks);
    return new NightlyVerdict(
        List.of(tonight.ref(host)), series, hosts, result.threshold(), remarks);
  }

  private Measured measured(FleetNight night) {
    return Objects.requireNonNull(night.runs().get(host));
  }

  /** Whether the same cell was measured tonight as another series: on another device, say. */
  private boolean superseded(Judgement judgement, SeriesKey key) {
    return judgement.verdict() == GateVerdict.MISSING
        && values.keySet().stream()
            .anyMatch(
                other -> other.cell().equals(key.cell()) && other.metric().equals(key.metric()));
  }

  private SeriesReport report(Judgement judgement, SeriesKey key) {
    Known series = Objects.requireNonNull(known.get(judgement.series().key()));
    StoredValue value = values.get(key);
    GateVerdict verdict = judgement.verdict();
    String reason = judgement.reason();
    String other = verdict == GateVerdict.NEW ? predecessor(key) : null;
    if (other != null) {
      verdict = GateVerdict.NOT_COMPARABLE;
      reason = other;
    } else if (verdict == GateVerdict.MISSING) {
      reason = missing(key.cell(), "measured last on " + day(series.nights().getLast().night()));
    }
    List<Mark> all = new ArrayList<>(marks);
    all.addAll(series.onsets());
    all.addAll(accepted(key));
    all.sort(Comparator.comparing(Mark::at));
    return new SeriesReport(
        key,
        series.unit(),
        series.better(),
        judgement.series().canary(),
        verdict,
        reason,
        null,
        value == null ? null : value.value(),
        reruns(key),
        judgement.evidence(),
        change(judgement.event(), key.cell()),
        judgement.onset(),
        acknowledged(key, judgement.event()),
        series.nights(),
        all);
  }

  /** Why there is no value: what the cell's outcome says, if it is there at all. */
  private String missing(CellId id, String last) {
    StoredCell cell = cells.get(id);
    if (cell == null) {
      return "not in tonight's run; " + last;
    }
    return cell.status() == Status.OK
        ? "the cell was measured, and this metric was not; " + last
        : cell.status() + ": " + cell.reason() + "; " + last;
  }

  private static LocalDate day(NightRef night) {
    return LocalDate.ofInstant(night.started(), ZoneOffset.UTC);
  }

  private List<Double> reruns(SeriesKey key) {
    return measured(tonight).confirming().stream()
        .flatMap(again -> again.values().stream())
        .filter(again -> again.series().equals(key))
        .map(StoredValue::value)
        .toList();
  }

  /** What differs from the series that this one follows; null if it follows none. */
  private @Nullable String predecessor(SeriesKey key) {
    return known.values().stream()
        .filter(k -> k.lastNight() >= 0 && k.lastNight() < tonight.number())
        .map(Known::key)
        .filter(k ->
            k.host().equals(host)
                && k.cell().equals(key.cell())
                && k.metric().equals(key.metric())
                && !k.equals(key))
        .map(k -> difference(k, key))
        .findFirst()
        .orElse(null);
  }

  private static String difference(SeriesKey before, SeriesKey now) {
    List<String> parts = new ArrayList<>();
    different(parts, "machine", before.identity(), now.identity());
    different(parts, "device", before.device(), now.device());
    different(parts, "engine", before.engine(), now.engine());
    different(parts, "threads", String.valueOf(before.threads()), String.valueOf(now.threads()));
    return "not as in earlier nights: " + String.join(", ", parts);
  }

  private static void different(List<String> parts, String what, String before, String now) {
    if (!before.equals(now)) {
      parts.add(what + " " + before + " → " + now);
    }
  }

  private @Nullable OpenChange change(@Nullable Event event, @Nullable CellId cell) {
    if (event == null) {
      return null;
    }
    List<String> suspects = new ArrayList<>();
    for (int i = event.firstBad().earliest(); i <= event.firstBad().latest(); i++) {
      FleetNight night = nights.nights().get(i);
      Measured there = night.runs().get(host);
      if (there != null) {
        suspects.addAll(HostChanges.of(there, cell));
        declared(there).forEach(suspects::add);
      }
    }
    return new OpenChange(
        ref(event.firstBad().night()),
        ref(event.firstBad().earliest()),
        ref(event.firstBad().latest()),
        ref(event.alarmed()),
        event.test() == Event.Test.DRIFT,
        event.over(),
        suspects.stream().distinct().toList(),
        reproduce(cell));
  }

  private NightRef ref(int number) {
    return nights.nights().get(number).ref(host);
  }

  /** Changes that somebody declared between a night and the one before. */
  private List<String> declared(Measured night) {
    List<String> texts = new ArrayList<>();
    Instant after = night.before() == null ? Instant.MIN : night.before().started();
    for (Journal.Entry entry : journal.holding()) {
      if (entry.what() instanceof Journal.Declared(String where, Instant happened, String text)
          && (where == null || where.equals(host))
          && happened.isAfter(after)
          && !happened.isAfter(night.run().started())) {
        texts.add(text + " (declared)");
      }
    }
    return texts;
  }

  private String reproduce(@Nullable CellId cell) {
    StringBuilder command = new StringBuilder("./assay run");
    if (run.shippedSuite()) {
      command.append(" --suite ").append(run.suite());
    }
    if (cell != null) {
      command
          .append(" -w ")
          .append(Selection.quoted(cell.workload()))
          .append(" -t ")
          .append(Selection.quoted(cell.target()))
          .append(" -p ")
          .append(Selection.quoted(cell.precision()));
    }
    return command.toString();
  }

  /** What somebody said about a change after its alarm. */
  private @Nullable String acknowledged(SeriesKey key, @Nullable Event event) {
    return event == null
        ? null
        : journal.holding().stream()
            .filter(entry ->
                entry.what() instanceof Journal.Accepted(SeriesKey series, String _)
                    && series.equals(key)
                    && entry.at().isAfter(ref(event.alarmed()).started()))
            .map(VerdictBuilder::said)
            .findFirst()
            .orElse(null);
  }

  private static String said(Journal.Entry entry) {
    return entry.what().text() + " (" + entry.account() + ")";
  }

  private List<Mark> accepted(SeriesKey key) {
    return journal.holding().stream()
        .filter(entry ->
            entry.what() instanceof Journal.Accepted(SeriesKey series, String _)
                && series.equals(key))
        .map(entry -> new Mark(entry.at(), Mark.Kind.ACKNOWLEDGED, said(entry)))
        .toList();
  }

  private SeriesReport lost(CellId id, int last) {
    StoredCell cell = cells.get(id);
    String since = "verified last on " + day(ref(last));
    return new SeriesReport(
        check(run, id),
        "1",
        Better.HIGHER,
        false,
        GateVerdict.MISSING,
        cell == null
            ? "not in tonight's run; " + since
            : cell.status() + ": " + cell.reason() + "; " + since,
        null,
        null,
        List.of(),
        null,
        null,
        false,
        null,
        List.of(),
        marks);
  }

  /** Holds tonight's values against the limits; gives what a reader must know of the limits. */
  private List<String> limits(List<SeriesReport> series) {
    List<String> unused = new ArrayList<>();
    for (Limits.Limit limit : limits.all()) {
      boolean concerned = false;
      for (StoredValue value : run.values()) {
        if (limit.concerns(value.series())) {
          concerned = true;
          String broken = limit.broken(value);
          if (broken != null) {
            breaks(series, value, broken);
          }
        }
      }
      if (!concerned && Glob.of(limit.host()).matches(host)) {
        unused.add("the limit '" + limit.text() + "' concerns nothing that was measured tonight");
      }
    }
    return unused;
  }

  private void breaks(List<SeriesReport> series, StoredValue value, String broken) {
    for (int i = 0; i < series.size(); i++) {
      if (series.get(i).series().equals(value.series())) {
        series.set(i, series.get(i).breaking(broken));
        return;
      }
    }
    series.add(
        new SeriesReport(
            value.series(),
            value.unit(),
            value.better(),
            false,
            GateVerdict.REGRESSED,
            broken,
            broken,
            value.value(),
            List.of(),
            null,
            null,
            false,
            null,
            List.of(new SeriesReport.NightValue(tonight.ref(host), value.value())),
            marks));
  }

  /** The most urgent first. */
  private static int urgency(SeriesReport report) {
    return switch (report.verdict()) {
      case INVALID -> 0;
      case REGRESSED -> report.alarm() ? 1 : 2;
      case MISSING -> 3;
      case NOT_COMPARABLE -> 4;
      case IMPROVED -> 5;
      case NEW -> 6;
      case INCONCLUSIVE -> 7;
      case UNCHANGED -> 8;
    };
  }

  private static double effect(SeriesReport report) {
    return report.evidence() == null ? 0 : Math.abs(report.evidence().effect());
  }

  private List<HostReport> hosts(List<String> remarks) {
    Map<String, HostReport> hosts = new TreeMap<>();
    Set<String> alone = new HashSet<>();
    for (HostNight night : result.hosts()) {
      String family = MetricFamily.family(night.host());
      if (!MetricFamily.host(night.host()).equals(host) || family.equals(MetricFamily.OTHER.id())) {
        continue;
      }
      Judgement judgement = night.judgement();
      if (judgement == null) {
        alone.add(family);
      }
      hosts.put(night.host(), host(night, family, judgement));
    }
    alone.forEach(family ->
        remarks.add(
            String.format(
                Locale.ROOT,
                "%s of %s: fewer than five canaries were measured, so what moves the whole host"
                    + " is not told from what moves one series",
                family,
                host)));
    return List.copyOf(hosts.values());
  }

  private HostReport host(HostNight night, String family, @Nullable Judgement judgement) {
    Event event = judgement == null ? null : judgement.event();
    String accepted =
        event == null
            ? null
            : journal.holding().stream()
                .filter(entry ->
                    entry.what() instanceof Journal.HostAccepted(String label, String of, String _)
                        && label.equals(host)
                        && of.equals(family)
                        && entry.at().isAfter(ref(event.alarmed()).started()))
                .map(VerdictBuilder::said)
                .findFirst()
                .orElse(null);
    String reason =
        judgement == null
            ? "too few canaries"
            : night.event()
                ? String.format(
                    Locale.ROOT,
                    "the whole host stands out tonight: %+.1f %%; its series are corrected for it",
                    100 * night.factor())
                : judgement.reason();
    return new HostReport(
        host,
        family,
        night.canaries(),
        night.factor(),
        night.sharing(),
        judgement == null ? null : judgement.verdict(),
        reason,
        change(event, null),
        judgement != null && judgement.onset(),
        accepted);
  }
}
