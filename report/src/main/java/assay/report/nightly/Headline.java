package assay.report.nightly;

import assay.core.record.MetricKey;
import assay.report.document.Level;
import assay.report.gate.GateVerdict;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The verdict in a few sentences, the most urgent first.
 *
 * @param level how to take it
 * @param text what a colleague would say
 */
public record Headline(Level level, String text) {
  /** The headline of a verdict. */
  public static Headline of(NightlyVerdict verdict, Language language) {
    return of(List.of(verdict), language);
  }

  /** The headline of the verdicts on several hosts. */
  public static Headline of(Collection<NightlyVerdict> verdicts, Language language) {
    return new Writer(verdicts, language).write();
  }

  private static final class Writer {
    private static final String SLOWER = "headline.slower";
    private static final String WORSE = "headline.worse";

    private final NightlyPage page;
    private final List<SeriesReport> series;
    private final List<HostReport> hosts;
    private final List<String> sentences = new ArrayList<>();

    Writer(Collection<NightlyVerdict> verdicts, Language language) {
      page = new NightlyPage(verdicts, language);
      series = verdicts.stream().flatMap(verdict -> verdict.series().stream()).toList();
      hosts = verdicts.stream().flatMap(verdict -> verdict.hosts().stream()).toList();
    }

    Headline write() {
      List<SeriesReport> alarms = all(r -> r.alarm() && r.verdict() != GateVerdict.INVALID);
      List<SeriesReport> invalid = all(r -> r.verdict() == GateVerdict.INVALID);
      List<SeriesReport> missing = all(r -> r.verdict() == GateVerdict.MISSING);
      List<SeriesReport> open = all(SeriesReport::open);
      List<HostReport> moved = hosts.stream().filter(HostReport::alarm).toList();
      List<HostReport> still = hosts.stream().filter(HostReport::open).toList();
      hosts(moved, "headline.host.speed", "headline.hosts.speed", false);
      hosts(moved, "headline.host.energy", "headline.hosts.energy", true);
      changes(alarms.stream().filter(r -> r.limit() == null).toList());
      counted("headline.limit", alarms.stream().filter(r -> r.limit() != null).toList());
      counted("headline.invalid", invalid);
      if (alarms.isEmpty() && invalid.isEmpty() && moved.isEmpty()) {
        sentences.add(page.text(judged() ? "headline.quiet" : "headline.nothing", on(series)));
      }
      counted("headline.missing", missing);
      still.forEach(host ->
          sentences.add(
              page.text(
                  "headline.host.open",
                  host.host(),
                  page.date(Objects.requireNonNull(host.change()).firstBad()))));
      counted("headline.open", open);
      counted("headline.improved", all(r -> r.verdict() == GateVerdict.IMPROVED && r.onset()));
      boolean bad = !alarms.isEmpty() || !invalid.isEmpty() || !moved.isEmpty();
      boolean warn = !missing.isEmpty() || !open.isEmpty() || !still.isEmpty();
      Level fine = judged() ? Level.GOOD : Level.WARN;
      return new Headline(bad ? Level.BAD : warn ? Level.WARN : fine, String.join(" ", sentences));
    }

    private List<SeriesReport> all(Predicate<SeriesReport> which) {
      return series.stream().filter(which).toList();
    }

    private boolean judged() {
      return series.stream().anyMatch(report -> report.evidence() != null);
    }

    /** Hosts that became worse in a family of metrics, and since when. */
    private void hosts(List<HostReport> moved, String one, String several, boolean energy) {
      List<HostReport> own =
          moved.stream().filter(host -> host.family().equals("energy") == energy).toList();
      if (!own.isEmpty()) {
        sentences.add(
            page.text(
                own.size() == 1 ? one : several,
                page.hosts(own.stream().map(HostReport::host).toList()),
                page.days(
                    own.stream()
                        .map(host -> Objects.requireNonNull(host.change()).firstBad().started())
                        .toList())));
      }
    }

    /** Series that became worse tonight, and since when. */
    private void changes(List<SeriesReport> alarms) {
      if (alarms.isEmpty()) {
        return;
      }
      List<Instant> nights = alarms.stream().map(Writer::since).toList();
      sentences.add(page.plural(kind(alarms), alarms.size(), on(alarms), page.days(nights)));
    }

    private static Instant since(SeriesReport alarm) {
      OpenChange change = alarm.change();
      return change == null
          ? alarm.nights().getLast().night().started()
          : change.firstBad().started();
    }

    private void counted(String key, List<SeriesReport> reports) {
      if (!reports.isEmpty()) {
        sentences.add(page.plural(key, reports.size()));
      }
    }

    private String on(List<SeriesReport> reports) {
      return page.hosts(reports.stream().map(report -> report.series().host()).toList());
    }

    /** What they have in common: that they take longer, that they use more energy, or neither. */
    private static String kind(List<SeriesReport> reports) {
      List<String> kinds = reports.stream().map(Writer::kind).distinct().toList();
      return kinds.size() == 1 ? kinds.getFirst() : WORSE;
    }

    private static String kind(SeriesReport report) {
      MetricKey key = MetricKey.byId(report.series().metric()).orElse(null);
      if (key == null) {
        return report.unit().equals("s") ? SLOWER : WORSE;
      }
      return switch (key.family()) {
        case EXECUTION, DEVICE, START, LATENCY -> SLOWER;
        case ENERGY -> "headline.energy";
        case TRAINING -> key == MetricKey.TIME_TO_TARGET ? SLOWER : WORSE;
      };
    }
  }
}
