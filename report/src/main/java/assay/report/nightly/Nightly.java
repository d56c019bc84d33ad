package assay.report.nightly;

import assay.core.record.CellId;
import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import assay.core.record.Status;
import assay.report.gate.Event;
import assay.report.gate.Gate;
import assay.report.gate.GateResult;
import assay.report.gate.GateState;
import assay.report.gate.GateVerdict;
import assay.report.gate.Judgement;
import assay.report.gate.Night;
import assay.report.gate.Reading;
import assay.report.gate.Reruns;
import assay.report.gate.Series;
import assay.report.gate.SeriesState;
import assay.report.history.SeriesKey;
import assay.report.history.StoredRun;
import assay.report.history.StoredRun.StoredCell;
import assay.report.history.StoredValue;
import assay.report.nightly.FleetNights.FleetNight;
import assay.report.nightly.FleetNights.Measured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The gate over stored runs. All nights up to the one in question are replayed, with what people
 * said at the time, so that a verdict depends on nothing but the records and the journal.
 */
public final class Nightly {
  private final FleetNights nights;
  private final Journal journal;
  private final Map<String, Known> known = new HashMap<>();
  private final Set<String> applied = new HashSet<>();
  private GateState state = GateState.empty();

  /** Cells that an emulation or a model verified, and the last night in which it did. */
  private final Map<HostCell, Integer> verified = new HashMap<>();

  private record HostCell(String host, CellId cell) {}

  private Nightly(List<StoredRun> runs, Journal journal) {
    nights = FleetNights.of(runs);
    this.journal = journal;
  }

  /**
   * The verdict on a run.
   *
   * @param runs of one suite, in any order, the judged one and those that confirm it included;
   *     later nights are ignored
   * @param judged the run; it is finished and confirms no other
   * @throws LimitException if a limit cannot be applied
   */
  public static NightlyVerdict verdict(
      List<StoredRun> runs, Journal journal, Limits limits, RunId judged) {
    Nightly replay = new Nightly(runs, journal);
    FleetNight tonight = replay.until(judged);
    Night night = replay.night(tonight);
    GateResult result = Gate.of(replay.state).judge(night);
    replay.learn(tonight, result);
    String host = host(tonight, judged);
    return new VerdictBuilder(replay.nights, replay.known, journal, limits, tonight, host, result)
        .build(replay.lost(tonight, host));
  }

  /**
   * Cells that should be measured again before the verdict on a run: suspects, and the canaries
   * that they are held against.
   *
   * @param runs, journal, judged as for the verdict
   */
  public static Again again(List<StoredRun> runs, Journal journal, RunId judged) {
    Nightly replay = new Nightly(runs, journal);
    FleetNight tonight = replay.until(judged);
    Reruns reruns = Gate.of(replay.state).reruns(replay.night(tonight));
    String host = host(tonight, judged);
    return new Again(replay.cells(host, reruns.suspects()), replay.cells(host, reruns.canaries()));
  }

  /**
   * What to measure again, {@link Gate#RERUNS} times.
   *
   * @param suspects cells that stand out
   * @param canaries cells that show the host's state
   */
  public record Again(Set<CellId> suspects, Set<CellId> canaries) {
    /** Whether nothing stands out. */
    public boolean none() {
      return suspects.isEmpty() && canaries.isEmpty();
    }
  }

  private Set<CellId> cells(String host, List<String> keys) {
    Set<CellId> cells = new LinkedHashSet<>();
    for (String key : keys) {
      SeriesKey series = Objects.requireNonNull(known.get(key)).key();
      if (series.host().equals(host)) {
        cells.add(series.cell());
      }
    }
    return cells;
  }

  private static String host(FleetNight night, RunId run) {
    return night.runs().entrySet().stream()
        .filter(entry -> entry.getValue().run().run().equals(run))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Replays the nights before that of a run, which it returns. */
  private FleetNight until(RunId judged) {
    for (FleetNight night : nights.nights()) {
      boolean last =
          night.runs().values().stream().anyMatch(measured -> measured.run().run().equals(judged));
      beforeNight(night);
      if (last) {
        return night;
      }
      GateResult result = Gate.of(state).judge(night(night));
      learn(night, result);
      state = result.next();
    }
    throw new IllegalArgumentException(judged + " is not among the nights");
  }

  /** Applies what was said since the night before. */
  private void beforeNight(FleetNight night) {
    for (Journal.Entry entry : journal.holding()) {
      if (applied.contains(entry.id())) {
        continue;
      }
      switch (entry.what()) {
        case Journal.Accepted(SeriesKey series, String _) -> {
          Measured run = night.runs().get(series.host());
          if (run != null && entry.at().isBefore(run.run().started())) {
            applied.add(entry.id());
            accept(key(series));
          }
        }
        case Journal.HostAccepted(String host, String family, String _) -> {
          Measured run = night.runs().get(host);
          if (run != null && entry.at().isBefore(run.run().started())) {
            applied.add(entry.id());
            acceptHost(MetricFamily.hostKey(family, host));
          }
        }
        case Journal.BaselineSet set -> {
          Measured run = night.runs().get(set.host());
          if (run != null && run.run().run().value().equals(set.run())) {
            applied.add(entry.id());
            forget(set::concerns);
          }
        }
        case Journal.Declared _, Journal.Withdrawn _ -> {}
      }
    }
  }

  private void accept(String key) {
    SeriesState series = state.series().get(key);
    if (series != null && series.event() != null) {
      state = state.accept(key);
    }
  }

  private void acceptHost(String key) {
    SeriesState host = state.hosts().get(key);
    if (host != null && host.event() != null) {
      state = state.acceptHost(key);
    }
  }

  private void forget(Predicate<SeriesKey> which) {
    for (String key : state.series().keySet()) {
      if (which.test(Objects.requireNonNull(known.get(key)).key())) {
        state = state.without(key);
      }
    }
  }

  /** What a night has of each series. */
  private Night night(FleetNight night) {
    List<Night.Observation> observations = new ArrayList<>();
    for (Measured measured : night.runs().values()) {
      measured.run().values().stream()
          .filter(StoredValue::primary)
          .forEach(value -> observations.add(observed(night, measured, value)));
      measured.run().cells().stream()
          .filter(cell -> cell.status() == Status.INVALID)
          .forEach(cell -> invalid(measured.run(), cell).forEach(observations::add));
    }
    return new Night(night.number(), observations);
  }

  private Night.Observation observed(FleetNight night, Measured measured, StoredValue value) {
    Known series = known.computeIfAbsent(key(value.series()), _ -> new Known(value));
    if (!series.unit().equals(value.unit())) {
      return new Night.Observation(
          series(measured.run(), value),
          new Reading.NotComparable(
              "it is in " + value.unit() + ", in earlier nights in " + series.unit()));
    }
    series.add(night.ref(measured.run().host()), value.value());
    List<Double> reruns =
        measured.confirming().stream()
            .flatMap(run -> run.values().stream())
            .filter(again -> again.series().equals(value.series()))
            .map(StoredValue::value)
            .toList();
    return new Night.Observation(
        series(measured.run(), value),
        new Reading.Measured(value.value(), value.standardError(), reruns));
  }

  private static Series series(StoredRun run, StoredValue value) {
    SeriesKey key = value.series();
    return new Series(
        key(key),
        MetricFamily.of(key.metric()).hostKey(key.host()),
        value.better(),
        MetricFamily.shows(key.metric()) && run.canaries().contains(key.cell()));
  }

  /** The series of a cell with a wrong output; one for its verdict if nothing was ever measured. */
  private List<Night.Observation> invalid(StoredRun run, StoredCell cell) {
    Reading reading = new Reading.Invalid(String.valueOf(cell.reason()));
    List<Known> earlier =
        known.values().stream()
            .filter(k -> k.key().host().equals(run.host()) && k.key().cell().equals(cell.cell()))
            .filter(k -> state.series().containsKey(key(k.key())))
            .toList();
    int last = earlier.stream().mapToInt(Known::lastNight).max().orElse(-1);
    List<Night.Observation> observations = new ArrayList<>();
    for (Known series : earlier) {
      if (series.lastNight() == last) {
        observations.add(
            new Night.Observation(
                new Series(
                    key(series.key()),
                    MetricFamily.of(series.key().metric()).hostKey(run.host()),
                    series.better(),
                    false),
                reading));
      }
    }
    if (observations.isEmpty()) {
      SeriesKey check = VerdictBuilder.check(run, cell.cell());
      known.putIfAbsent(
          key(check), new Known(new StoredValue(check, 1, 0, "1", Better.HIGHER, true)));
      observations.add(
          new Night.Observation(
              new Series(key(check), MetricFamily.OTHER.hostKey(run.host()), Better.HIGHER, false),
              reading));
    }
    return observations;
  }

  private void learn(FleetNight night, GateResult result) {
    for (Judgement judgement : result.series()) {
      Event event = judgement.event();
      if (judgement.onset() && event != null) {
        Known series = Objects.requireNonNull(known.get(judgement.series().key()));
        series.changed(
            nights.nights().get(event.firstBad().night()).ref(series.key().host()),
            judgement.verdict() == GateVerdict.REGRESSED ? "worse" : "better");
      }
    }
    for (Measured measured : night.runs().values()) {
      measured.run().cells().stream()
          .filter(cell -> cell.emulated() && cell.status() == Status.OK)
          .forEach(cell ->
              verified.put(new HostCell(measured.run().host(), cell.cell()), night.number()));
    }
  }

  /** Cells that an emulation verified before, and tonight neither verified nor refuted. */
  private Map<CellId, Integer> lost(FleetNight night, String host) {
    Map<CellId, Integer> lost = new HashMap<>();
    Set<CellId> invalid = new HashSet<>();
    Objects.requireNonNull(night.runs().get(host)).run().cells().stream()
        .filter(cell -> cell.status() == Status.INVALID)
        .forEach(cell -> invalid.add(cell.cell()));
    verified.forEach((cell, last) -> {
      if (cell.host().equals(host) && last < night.number() && !invalid.contains(cell.cell())) {
        lost.put(cell.cell(), last);
      }
    });
    return lost;
  }

  /** The gate's key of a series. */
  static String key(SeriesKey series) {
    return String.join(
        "\t",
        series.host(),
        series.workload(),
        series.target(),
        series.precision(),
        series.metric(),
        series.identity(),
        String.valueOf(series.threads()),
        series.device(),
        series.engine());
  }
}
