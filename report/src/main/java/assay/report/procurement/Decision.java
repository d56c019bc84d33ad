package assay.report.procurement;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;
import assay.report.procurement.Result.Absent;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which system is ahead in a task.
 *
 * @param task which
 * @param ranked the systems that were measured, the shortest time first; empty where none was
 * @param leads the first one's lead over each of the others, in their order
 * @param absent the systems that were not measured
 */
record Decision(Task task, List<Measured> ranked, List<Lead> leads, List<Absent> absent) {
  Decision {
    ranked = List.copyOf(ranked);
    leads = List.copyOf(leads);
    absent = List.copyOf(absent);
  }

  /** What the intervals show of the fastest system. */
  enum Shown {
    /** It is faster than the others. */
    AHEAD,
    /** One or more of the others cannot be told from it. */
    TIED,
    /** There are too few forks to tell. */
    NO_INTERVAL
  }

  /**
   * The lead of the fastest over another system.
   *
   * @param over the other
   * @param ratio its time ÷ the fastest one's, at least 1
   * @param estimate interval of the ratio, or why there is none
   */
  record Lead(Measured over, double ratio, Availability<Interval> estimate) {
    /** What the interval shows. */
    Shown shown() {
      return switch (estimate) {
        case Unavailable<Interval> _ -> Shown.NO_INTERVAL;
        case Available<Interval>(Interval interval) ->
            interval.low() > 1 ? Shown.AHEAD : Shown.TIED;
      };
    }
  }

  static Decision of(Task task, List<Result> results) {
    List<Measured> ranked = new ArrayList<>(SystemComparison.measured(results));
    ranked.sort(Comparator.comparingDouble(Measured::seconds));
    List<Lead> leads = new ArrayList<>();
    for (int i = 1; i < ranked.size(); i++) {
      leads.add(lead(ranked.getFirst(), ranked.get(i)));
    }
    List<Absent> absent =
        results.stream().filter(Absent.class::isInstance).map(Absent.class::cast).toList();
    return new Decision(task, ranked, leads, absent);
  }

  private static Lead lead(Measured first, Measured other) {
    double ratio = other.seconds() / first.seconds();
    return new Lead(other, ratio, BootstrapResamples.ratio(other.draws(), first.draws(), ratio));
  }

  /** Whether at least two systems can be compared. */
  boolean comparable() {
    return ranked.size() > 1;
  }

  /** What is shown of the first over all others. */
  Shown shown() {
    if (leads.stream().anyMatch(lead -> lead.shown() == Shown.NO_INTERVAL)) {
      return Shown.NO_INTERVAL;
    }
    return leads.stream().allMatch(lead -> lead.shown() == Shown.AHEAD) ? Shown.AHEAD : Shown.TIED;
  }

  /** The first system and those that cannot be distinguished from it. */
  List<SystemUnderTest> tied() {
    List<SystemUnderTest> tied = new ArrayList<>();
    tied.add(ranked.getFirst().system());
    leads.stream()
        .filter(lead -> lead.shown() != Shown.AHEAD)
        .forEach(lead -> tied.add(lead.over().system()));
    return tied;
  }
}
