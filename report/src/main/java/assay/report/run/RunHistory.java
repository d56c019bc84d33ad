package assay.report.run;

import assay.core.record.CellId;
import assay.core.record.Comparability;
import assay.core.record.Difference;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Earlier runs of one machine.
 *
 * @param runs comparable with tonight's run, in chronological order
 * @param otherMachines runs of another machine or with another number of threads, in chronological
 *     order
 * @param unreadable runs that could not be read
 * @param older number of stored runs that were not read because only the newest were requested
 */
public record RunHistory(
    List<PastRun> runs, List<Other> otherMachines, List<Unreadable> unreadable, int older) {
  /** A run of another machine or with another number of threads, and the difference. */
  public record Other(String run, String difference) {}

  /** A run that could not be read, and why. */
  public record Unreadable(String run, String reason) {}

  /** Copies the lists. */
  public RunHistory {
    runs = List.copyOf(runs);
    otherMachines = List.copyOf(otherMachines);
    unreadable = List.copyOf(unreadable);
  }

  /** No earlier run. */
  public static RunHistory none() {
    return new RunHistory(List.of(), List.of(), List.of(), 0);
  }

  /** Splits runs by whether they are of tonight's series, in chronological order. */
  static RunHistory of(
      RunRecord tonight, List<PastRun> runs, List<Unreadable> unreadable, int older) {
    List<PastRun> comparable = new ArrayList<>();
    List<Other> others = new ArrayList<>();
    for (PastRun run : runs) {
      switch (Comparability.of(run.head(), tonight)) {
        case Comparability.NotComparable(List<Difference> identity, _) ->
            others.add(new Other(run.head().runId().value(), shown(identity)));
        case Comparability.Same _, Comparability.Warn _ -> {
          if (Comparability.sameSeries(run.head(), tonight)) {
            comparable.add(run);
          } else {
            others.add(new Other(run.head().runId().value(), threads(run.head(), tonight)));
          }
        }
      }
    }
    return new RunHistory(comparable, others, unreadable, older);
  }

  private static String threads(RunRecord earlier, RunRecord tonight) {
    return "threads: " + earlier.plan().threads() + " → " + tonight.plan().threads();
  }

  private static String shown(List<Difference> identity) {
    return identity.stream()
        .filter(difference -> !difference.oneSided())
        .findFirst()
        .orElseThrow()
        .text();
  }

  /** The newest run that has measured one of these cells, of that suite if one is named. */
  @Nullable PastRun newest(Set<CellId> measured, @Nullable String suite) {
    for (PastRun run : runs.reversed()) {
      boolean sameSuite = suite == null || run.head().suite().equals(suite);
      if (sameSuite && run.times().keySet().stream().anyMatch(measured::contains)) {
        return run;
      }
    }
    return null;
  }
}
