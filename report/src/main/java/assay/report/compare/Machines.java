package assay.report.compare;

import assay.core.record.Bridge;
import assay.core.record.Cell;
import assay.core.record.Comparability;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a record says about its machine, and whether two records mean the same one. The only class
 * here that reads the environment.
 *
 * <p>A difference in the identity that both runs know means two machines. A different setting, such
 * as the number of threads, gives a warning, and so does a fact known to one run only: a run
 * without privileges sees less of the same machine.
 */
final class Machines {
  private static final String PLAN = "plan.";
  private static final String THREADS = "threads";

  private Machines() {}

  static MachineVerdict compare(RunRecord base, RunRecord other) {
    return switch (Comparability.of(base, other)) {
      case Comparability.Same same -> new MachineVerdict.Same();
      case Comparability.Warn(var identity, var settings) ->
          settings(settings).isEmpty() && identity.isEmpty()
              ? new MachineVerdict.Same()
              : new MachineVerdict.Warn(differences(identity), settings(settings));
      case Comparability.NotComparable(var identity, var settings) ->
          new MachineVerdict.NotComparable(differences(identity), settings(settings));
    };
  }

  /**
   * Where a program of a bridge is not the one that measured a run: another machine, number of
   * threads, harness or kernels of a target that the run measured. Kernels of which either hash is
   * not known are refused too.
   */
  static List<Difference> refused(Bridge.Program program, RunRecord run) {
    List<Difference> refused = new ArrayList<>();
    Comparability.of(program.environment(), run.environment()).identity().stream()
        .filter(found -> !found.oneSided())
        .forEach(found -> refused.addAll(differences(List.of(found))));
    Map<String, String> bridged = new TreeMap<>(program.environment().ownCode());
    Map<String, String> measured = new TreeMap<>(run.environment().ownCode());
    bridged.put(THREADS, String.valueOf(program.threads()));
    measured.put(THREADS, String.valueOf(run.plan().threads()));
    TreeSet<String> kernels = new TreeSet<>();
    for (Cell cell : run.cells()) {
      if (cell.outcome() instanceof Outcome.Measured<?>) {
        kernels.add("kernels." + cell.id().target().replaceFirst(":.*", ""));
      }
    }
    TreeSet<String> names = new TreeSet<>(kernels);
    names.addAll(List.of(THREADS, "harness"));
    for (String name : names) {
      String left = bridged.getOrDefault(name, Difference.UNKNOWN);
      String right = measured.getOrDefault(name, Difference.UNKNOWN);
      boolean unknown = kernels.contains(name) && !measured.containsKey(name);
      if (unknown || !left.equals(right)) {
        refused.add(new Difference(name, left, right));
      }
    }
    return refused;
  }

  /** Settings of the machine that changed between a bridge and a run, as far as both know them. */
  static List<Difference> settings(Bridge.Program program, RunRecord run) {
    return differences(
        Comparability.of(program.environment(), run.environment()).settings().stream()
            .filter(found -> !found.oneSided() && !RunRecord.Environment.isOwnCode(found.name()))
            .toList());
  }

  private static List<Difference> differences(List<assay.core.record.Difference> found) {
    return found.stream()
        .map(d -> new Difference(d.name(), d.left().text(), d.right().text()))
        .toList();
  }

  /** Without the plan, which {@link PlanDifferences} covers. */
  private static List<Difference> settings(List<assay.core.record.Difference> found) {
    return differences(found.stream().filter(d -> !d.name().startsWith(PLAN)).toList());
  }

  /** By name, in its order. */
  static List<Difference> differences(Map<String, String> base, Map<String, String> other) {
    TreeSet<String> names = new TreeSet<>(base.keySet());
    names.addAll(other.keySet());
    List<Difference> all = new ArrayList<>();
    for (String name : names) {
      String left = base.getOrDefault(name, Difference.UNKNOWN);
      String right = other.getOrDefault(name, Difference.UNKNOWN);
      if (!Objects.equals(left, right)) {
        all.add(new Difference(name, left, right));
      }
    }
    return all;
  }
}
