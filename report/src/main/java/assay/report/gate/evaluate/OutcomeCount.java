package assay.report.gate.evaluate;

import assay.report.gate.Event;
import assay.report.gate.GateResult;
import assay.report.gate.HostNight;
import assay.report.gate.Judgement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what became of a kind of change. */
final class OutcomeCount {
  private final Scenario scenario;
  private final Map<Rule, Integer> byRule = new EnumMap<>(Rule.class);
  private int changed;
  private int inTime;
  private int alarmed;
  private int withinOne;
  private int alarms;
  private FalseAlarms others = new FalseAlarms("gate", 0, 0, 0, 0);

  OutcomeCount(Scenario scenario) {
    this.scenario = scenario;
    // Other rules know no hosts.
    if (!scenario.ofHost()) {
      for (Rule rule : Rule.values()) {
        byRule.put(rule, 0);
      }
    }
  }

  Outcome outcome() {
    return new Outcome(
        scenario.name(),
        scenario.deadline().applyAsInt(NoiseModel.SIGMA) > 0,
        changed,
        inTime,
        alarmed,
        withinOne,
        alarms,
        others,
        byRule);
  }

  /**
   * Watches one fleet.
   *
   * @param series that change, by index
   */
  void follow(Simulation simulation, Set<Integer> series) {
    int first = simulation.state().night() + 1;
    // What changes, with the number of nights by which it should be alarmed.
    Map<String, Integer> deadlines = new HashMap<>();
    for (int i : series) {
      String key =
          scenario.ofHost()
              ? simulation.fleet().series().get(i).host()
              : simulation.fleet().series().get(i).key();
      deadlines.put(key, scenario.deadline().applyAsInt(simulation.fleet().sigma(i)));
    }
    changed += deadlines.size();
    Set<String> seen = new HashSet<>();
    Map<Rule, Set<Integer>> seenByRule = new EnumMap<>(Rule.class);
    for (int night = 0; night < scenario.nights(); night++) {
      GateResult result = simulation.next();
      List<Judgement> judgements = new ArrayList<>(result.series());
      result.hosts().stream()
          .map(HostNight::judgement)
          .filter(j -> j != null)
          .forEach(judgements::add);
      for (Judgement judgement : judgements) {
        Event event = judgement.event();
        if (event == null || !judgement.onset()) {
          continue;
        }
        String key = judgement.series().key();
        Integer deadline = deadlines.get(key);
        if (deadline == null) {
          boolean drift = event.test() == Event.Test.DRIFT;
          boolean host = key.equals(judgement.series().host());
          others = others.plus(new FalseAlarms("", 0, 1, drift ? 1 : 0, host ? 1 : 0));
          continue;
        }
        alarms++;
        if (seen.add(key)) {
          alarmed++;
          inTime += night < deadline ? 1 : 0;
          withinOne += Math.abs(event.firstBad().night() - first) <= 1 ? 1 : 0;
        }
      }
      others = others.plus(new FalseAlarms("", judgements.size() - deadlines.size(), 0, 0, 0));
      if (!scenario.ofHost()) {
        rules(simulation, series, night, seenByRule);
      }
    }
    seenByRule.forEach((rule, found) -> byRule.merge(rule, found.size(), Integer::sum));
  }

  private void rules(
      Simulation simulation, Set<Integer> series, int night, Map<Rule, Set<Integer>> seen) {
    for (int i : series) {
      int deadline = scenario.deadline().applyAsInt(simulation.fleet().sigma(i));
      if (deadline == 0 || night < deadline) {
        double[] levels = simulation.levels(i);
        for (Rule rule : Rule.values()) {
          if (rule.alarms(levels)) {
            seen.computeIfAbsent(rule, _ -> new HashSet<>()).add(i);
          }
        }
      }
    }
  }
}
