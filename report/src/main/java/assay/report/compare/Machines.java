package assay.report.compare;

import assay.core.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What a record says of its machine, and whether two mean the same one. The only class here that
 * looks into the environment.
 *
 * <p>A difference of the identity that both runs know makes two machines; so does another number of
 * threads, because it makes another quantity. What only one run knows warns: a run without rights
 * sees less of the same machine.
 */
final class Machines {
  private Machines() {}

  /** What a person calls the machine. */
  static String label(RunRecord run) {
    return run.environment().identity().getOrDefault("cpuModel", "a machine without a name");
  }

  static MachineVerdict compare(RunRecord base, RunRecord other) {
    List<Difference> identity =
        differences(base.environment().identity(), other.environment().identity());
    if (base.plan().threads() != other.plan().threads()) {
      identity.add(
          new Difference(
              "plan.threads",
              String.valueOf(base.plan().threads()),
              String.valueOf(other.plan().threads())));
    }
    List<Difference> settings =
        differences(base.environment().settings(), other.environment().settings());
    boolean shown =
        identity.stream()
            .anyMatch(
                d -> !d.base().equals(Difference.UNKNOWN) && !d.other().equals(Difference.UNKNOWN));
    if (shown) {
      return new MachineVerdict.NotComparable(identity, settings);
    }
    return identity.isEmpty() && settings.isEmpty()
        ? new MachineVerdict.Same()
        : new MachineVerdict.Warn(identity, settings);
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
