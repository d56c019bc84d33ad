package assay.report.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The gate in one night. First {@link #reruns} says what to measure again; with those values added,
 * {@link #judge} gives the verdicts and the next state. Neither changes anything: the same state
 * and night give the same answer.
 */
public final class Gate {
  /** How often a suspect is measured again in the same night. */
  public static final int RERUNS = 3;

  /** A value that stands out, in standard deviations of a night. */
  private static final double ESCALATION = 3;

  private final GateState state;
  private final Threshold threshold;
  private final Map<String, Baseline> series;
  private final SortedMap<String, SeriesState> hostStates;
  private final Map<String, Baseline> hosts;

  /**
   * The gate with a threshold of its own.
   *
   * @param state after the night before
   * @param threshold for example from a simulation with recorded noise
   */
  public Gate(GateState state, Threshold threshold) {
    this.state = state;
    this.threshold = threshold;
    series = Baseline.of(state.series().values());
    hostStates = hostStates(state, series);
    hosts = Baseline.of(hostStates.values());
  }

  /**
   * The states of hosts. Where canaries have just got baselines, the nights until now are seen
   * against these, so that verdicts on a host begin when those on its series do.
   */
  private static SortedMap<String, SeriesState> hostStates(
      GateState state, Map<String, Baseline> series) {
    SortedMap<String, SeriesState> known = new TreeMap<>(state.hosts());
    Map<String, List<SeriesState>> unknown =
        state.series().values().stream()
            .filter(s -> s.series().canary() && !known.containsKey(s.series().host()))
            .collect(Collectors.groupingBy(s -> s.series().host()));
    unknown.forEach((host, canaries) -> {
      List<Point> past = HostFactor.past(canaries, series);
      if (!past.isEmpty()) {
        known.put(host, SeriesState.of(Series.ofHost(host), past));
      }
    });
    return known;
  }

  /** The gate with the threshold that the fleet's own past gives, or a simulated one. */
  public static Gate of(GateState state) {
    OnsetPool pool = state.pool();
    return new Gate(
        state,
        pool.seriesNights() >= Threshold.MIN_POOLED
            ? new Threshold.Pooled(pool.threshold(Threshold.RATE), pool.seriesNights())
            : SimulatedThreshold.with(pool.seriesNights()));
  }

  private Tonight sorted(Night night) {
    if (night.number() <= state.night()) {
      throw new IllegalArgumentException(
          "night " + night.number() + " does not come after night " + state.night());
    }
    return Tonight.of(night, state.series(), series);
  }

  /**
   * What to measure again before {@link #judge} is asked. Series that have reruns already, and
   * those whose event is open, are not asked for again.
   */
  public Reruns reruns(Night night) {
    Tonight tonight = sorted(night);
    SortedSet<String> suspects = new TreeSet<>();
    SortedSet<String> canaries = new TreeSet<>();
    for (Map.Entry<String, List<Measurement>> host : tonight.measured().entrySet()) {
      HostFactor factor = Objects.requireNonNull(tonight.factors().get(host.getKey()));
      boolean escalated = standsOut(host.getKey(), factor);
      for (Measurement measurement : host.getValue()) {
        if (standsOut(measurement, factor)) {
          escalated = true;
          if (!measurement.series().canary()) {
            suspects.add(measurement.series().key());
          }
        }
      }
      if (escalated) {
        host.getValue().stream()
            .filter(m -> m.series().canary() && m.levels().length == 1)
            .forEach(m -> canaries.add(m.series().key()));
      }
    }
    return new Reruns(List.copyOf(suspects), List.copyOf(canaries));
  }

  private boolean standsOut(Measurement measurement, HostFactor factor) {
    Baseline baseline = measurement.baseline();
    return baseline != null
        && measurement.levels().length == 1
        && Objects.requireNonNull(state.series().get(measurement.series().key())).event() == null
        && Math.abs(factor.corrected(measurement) - baseline.centre())
            > ESCALATION * baseline.single();
  }

  /** Whether the host as a whole does, and its series moved alike. */
  private boolean standsOut(String host, HostFactor factor) {
    Baseline baseline = hosts.get(host);
    return baseline != null
        && factor.shared()
        && Math.abs(factor.level() - baseline.centre()) > ESCALATION * baseline.single();
  }

  /** The verdicts of a night. */
  public GateResult judge(Night night) {
    Tonight tonight = sorted(night);
    SortedMap<String, Judgement> judgements = new TreeMap<>();
    for (SeriesState known : state.series().values()) {
      judgements.put(
          known.series().key(),
          Judgement.without(
              known.series(),
              GateVerdict.MISSING,
              "measured last in night " + known.recent().getLast().night()));
    }
    tonight.refused().forEach(refused -> judgements.put(refused.series().key(), refused));
    SortedMap<String, SeriesState> next = new TreeMap<>(state.series());
    SortedMap<String, SeriesState> nextHosts = new TreeMap<>(state.hosts());
    List<HostNight> hostNights = new ArrayList<>();
    List<OnsetPool.Rise> rises = new ArrayList<>();
    long counted = 0;
    for (Map.Entry<String, List<Measurement>> host : tonight.measured().entrySet()) {
      HostFactor factor = Objects.requireNonNull(tonight.factors().get(host.getKey()));
      String lost = lost(host.getKey(), factor);
      hostNights.add(hostNight(host.getKey(), factor, night.number(), nextHosts));
      for (Measurement measurement : host.getValue()) {
        Series own = measurement.series();
        if (lost != null) {
          judgements.put(own.key(), Judgement.without(own, GateVerdict.INCONCLUSIVE, lost));
          continue;
        }
        Point point = new Point(night.number(), factor.corrected(measurement), measurement.error());
        SeriesState known = state.series().get(own.key());
        SeriesJudge.Result result =
            known == null
                ? SeriesJudge.first(own, point)
                : new SeriesJudge(known.as(own), measurement.baseline(), point, threshold, true)
                    .judge();
        judgements.put(own.key(), result.judgement());
        next.put(own.key(), result.next());
        counted += result.counted() ? 1 : 0;
        if (result.rise() != null) {
          rises.add(result.rise());
        }
      }
    }
    return new GateResult(
        List.copyOf(judgements.values()),
        hostNights,
        threshold,
        new GateState(night.number(), next, nextHosts, state.pool().plus(counted, rises)));
  }

  /** Judges a host's factor as a series, if there are enough canaries. */
  private HostNight hostNight(
      String host, HostFactor factor, int night, Map<String, SeriesState> next) {
    if (!factor.known()) {
      return new HostNight(host, factor.canaries(), 0, 0, false, null);
    }
    Point point = new Point(night, factor.level(), factor.error());
    SeriesState known = hostStates.get(host);
    SeriesJudge.Result result =
        known == null
            ? SeriesJudge.first(Series.ofHost(host), point)
            : new SeriesJudge(known, hosts.get(host), point, threshold, factor.shared()).judge();
    next.put(host, result.next());
    return new HostNight(
        host,
        factor.canaries(),
        Math.expm1(factor.level()),
        factor.sharing(),
        standsOut(host, factor),
        result.judgement());
  }

  /**
   * Why a host's series cannot be judged tonight: they were corrected by a factor that tonight's
   * canaries do not tell, so they would all seem to move. Null if they can.
   */
  private @Nullable String lost(String host, HostFactor factor) {
    SeriesState known = state.hosts().get(host);
    if (factor.known() || known == null) {
      return null;
    }
    double level = SeriesState.lastThree(known.recent());
    return Math.abs(level) <= ESCALATION * known.recent().getLast().error()
        ? null
        : String.format(
            Locale.ROOT,
            "the host was %.1f %% off on its last nights, and tonight only %d of the %d canaries"
                + " that show this were measured",
            100 * Math.expm1(level),
            factor.canaries(),
            HostFactor.MIN_CANARIES);
  }
}
