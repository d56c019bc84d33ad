package assay.report.compare;

import assay.core.record.Comparability;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What a record says about its machine, and whether two records mean the same one. The only class
 * here that reads the environment.
 *
 * <p>A difference in the identity that both runs know means two machines; so does a different
 * number of threads, because that measures something else. A fact known to one run only gives a
 * warning: a run without privileges sees less of the same machine.
 */
final class Machines {
  private static final String PLAN = "plan.";

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
