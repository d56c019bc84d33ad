package assay.report.gate.evaluate;

import assay.report.gate.Event;
import assay.report.gate.FirstBadNight;
import assay.report.gate.GateResult;
import assay.report.gate.GateVerdict;
import assay.report.gate.HostNight;
import assay.report.gate.Judgement;
import assay.report.gate.OnsetPool;
import assay.report.gate.SeriesState;
import assay.report.gate.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gate against simulated fleets. Seeds of what calibrates and of what is judged are never the
 * same.
 *
 * @param noise how nights and forks vary
 * @param fleet its shape
 */
public record GateEvaluation(Noise noise, Fleet fleet) {
  /** Nights with a change that are looked at. */
  private static final int LOOKED_AT = 15;

  private static final int QUIET = 5;

  // Lots of changed series of a fleet.
  private static final int LOTS = 3;

  // Of a host, so many series change at once: few enough that the host as a whole does not.
  private static final int CHANGED_OF_HOST = 4;

  private Simulation simulation(@Nullable Threshold threshold, long seed) {
    return new Simulation(new SimulatedFleet(fleet, noise, seed), threshold);
  }

  /** The threshold that a fleet of this kind has after its first nights. */
  public Threshold.Pooled calibrate(int nights, long seed) {
    OnsetPool pool = simulation(null, seed).skip(Simulation.WARM + nights).state().pool();
    return new Threshold.Pooled(pool.threshold(Threshold.RATE), pool.seriesNights());
  }

  /**
   * False alarms after the first sixty nights.
   *
   * @param threshold null for the one that the gate itself takes
   * @param nights of the whole fleet
   */
  public FalseAlarms falseAlarms(@Nullable Threshold threshold, int nights, long seed) {
    return falseAlarms(simulation(threshold, seed).skip(Simulation.WARM), "gate", nights);
  }

  /** False alarms in the first nights of fleets that have no past. */
  public FalseAlarms firstNights(int fleets, long seed) {
    FalseAlarms sum = new FalseAlarms("gate, first nights", 0, 0, 0, 0);
    for (int i = 0; i < fleets; i++) {
      sum = sum.plus(falseAlarms(simulation(null, seed + i), "", Simulation.WARM));
    }
    return sum;
  }

  private FalseAlarms falseAlarms(Simulation simulation, String rule, int nights) {
    FalseAlarms sum = new FalseAlarms(rule, 0, 0, 0, 0);
    for (int night = 0; night < nights; night++) {
      GateResult result = simulation.next();
      List<Event> ofSeries = onsets(result.series().stream());
      List<Event> ofHosts = onsets(result.hosts().stream().map(HostNight::judgement));
      long drifts =
          Stream.concat(ofSeries.stream(), ofHosts.stream())
              .filter(event -> event.test() == Event.Test.DRIFT)
              .count();
      sum =
          sum.plus(
              new FalseAlarms(
                  rule, fleet.size(), ofSeries.size() + ofHosts.size(), drifts, ofHosts.size()));
    }
    return sum;
  }

  private static List<Event> onsets(Stream<@Nullable Judgement> judgements) {
    List<Event> events = new ArrayList<>();
    judgements.forEach(judgement -> {
      if (judgement != null && judgement.onset() && judgement.event() != null) {
        events.add(judgement.event());
      }
    });
    return events;
  }

  /** False alarms of the other rules, which have no reruns and no canaries. */
  public List<FalseAlarms> falseAlarmsOfRules(int nights, long seed) {
    SimulatedFleet simulated = new SimulatedFleet(fleet, noise, seed);
    double[][] levels = new double[fleet.size()][Rule.NIGHTS + nights];
    for (int night = 0; night < Rule.NIGHTS + nights; night++) {
      double[] tonight = simulated.levels(simulated.night(night));
      for (int i = 0; i < tonight.length; i++) {
        levels[i][night] = tonight[i];
      }
    }
    Map<Rule, Long> alarms = new EnumMap<>(Rule.class);
    for (double[] series : levels) {
      for (Rule rule : Rule.values()) {
        int quiet = QUIET;
        for (int night = Rule.NIGHTS; night < series.length; night++) {
          boolean alarmed = rule.alarms(Arrays.copyOfRange(series, night - Rule.NIGHTS, night + 1));
          alarms.merge(rule, alarmed && quiet >= QUIET ? 1L : 0L, Long::sum);
          quiet = alarmed ? 0 : quiet + 1;
        }
      }
    }
    return alarms.entrySet().stream()
        .map(rule ->
            new FalseAlarms(
                rule.getKey().toString(), (long) nights * fleet.size(), rule.getValue(), 0, 0))
        .toList();
  }

  /**
   * Lone steps.
   *
   * @param sigmas their height, in standard deviations of a night; slower
   * @param injected at least so many series
   */
  public Detection steps(Threshold threshold, double sigmas, int injected, long seed) {
    Steps steps = new Steps(sigmas);
    for (int of = 0; steps.injected < injected; of++) {
      Simulation warm = simulation(threshold, seed + of).skip(Simulation.WARM);
      for (List<Integer> changed : lots()) {
        Injection step = Injection.of(changed::contains, (_, sigma) -> sigmas * sigma);
        steps.follow(warm.branch(step, seed + 1000L * of + changed.getFirst()), changed);
      }
    }
    return steps.detection();
  }

  /** Counts what became of steps. */
  private static final class Steps {
    private final double sigmas;
    private int injected;
    private int byNightThree;
    private int found;
    private int withinOne;
    private int inInterval;

    Steps(double sigmas) {
      this.sigmas = sigmas;
    }

    void follow(Simulation simulation, List<Integer> changed) {
      int first = simulation.state().night() + 1;
      Set<String> open = new HashSet<>();
      for (int series : changed) {
        String key = simulation.fleet().series().get(series).key();
        // A series that was alarmed falsely before is no lone step.
        SeriesState before = simulation.state().series().get(key);
        if (before != null && before.event() == null) {
          open.add(key);
        }
      }
      injected += open.size();
      for (int night = 0; night < LOOKED_AT && !open.isEmpty(); night++) {
        for (Judgement judgement : simulation.next().series()) {
          Event event = judgement.event();
          if (judgement.onset()
              && event != null
              && event.verdict() == GateVerdict.REGRESSED
              && open.remove(judgement.series().key())) {
            FirstBadNight at = event.firstBad();
            byNightThree += night < 3 ? 1 : 0;
            found++;
            withinOne += Math.abs(at.night() - first) <= 1 ? 1 : 0;
            inInterval += at.earliest() <= first && first <= at.latest() ? 1 : 0;
          }
        }
      }
    }

    Detection detection() {
      return new Detection(sigmas, injected, byNightThree, found, withinOne, inInterval);
    }
  }

  /**
   * What becomes of all kinds of changes. Series are changed a few at a time, hosts one at a time.
   *
   * @param fleets how many fleets it happens to
   */
  public List<Outcome> outcomes(Threshold threshold, int fleets, long seed) {
    return Scenario.all().stream()
        .map(scenario -> outcome(scenario, threshold, fleets, seed))
        .toList();
  }

  private Outcome outcome(Scenario scenario, Threshold threshold, int fleets, long seed) {
    OutcomeCount count = new OutcomeCount(scenario);
    for (int of = 0; of < fleets; of++) {
      Simulation warm = simulation(threshold, seed + of).skip(Simulation.WARM);
      for (List<Integer> changed : scenario.ofHost() ? hosts() : lots().subList(0, LOTS)) {
        Set<Integer> set = Set.copyOf(changed);
        count.follow(
            warm.branch(scenario.into(set::contains), seed + 1000L * of + changed.getFirst()), set);
      }
    }
    return count.outcome();
  }

  /** Seconds that the gate takes for so many nights of the fleet, from the first one on. */
  public double seconds(int nights, long seed) {
    Simulation simulation = simulation(null, seed);
    long start = System.nanoTime();
    simulation.skip(nights);
    return (System.nanoTime() - start) * 1e-9;
  }

  private List<List<Integer>> hosts() {
    List<List<Integer>> hosts = new ArrayList<>();
    for (int host = 0; host < fleet.hosts(); host++) {
      int from = host * fleet.seriesPerHost();
      hosts.add(IntStream.range(from, from + fleet.seriesPerHost()).boxed().toList());
    }
    return hosts;
  }

  /** Series without canaries in lots of so few a host that no host changes as a whole. */
  private List<List<Integer>> lots() {
    int own = fleet.seriesPerHost() - fleet.canaries();
    List<List<Integer>> lots = new ArrayList<>();
    for (int from = 0; from < own; from += CHANGED_OF_HOST) {
      List<Integer> lot = new ArrayList<>();
      for (int host = 0; host < fleet.hosts(); host++) {
        for (int i = from; i < Math.min(own, from + CHANGED_OF_HOST); i++) {
          lot.add(host * fleet.seriesPerHost() + fleet.canaries() + i);
        }
      }
      lots.add(lot);
    }
    return lots;
  }
}
