package assay.report.history;

import assay.core.record.Comparability;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells which runs of one host label are of one machine. Runs are to be given in the order of their
 * start. A run belongs to the first machine from which {@link Comparability} does not call it
 * different, given all that the machine's runs so far have found out of it; a name that only one of
 * them knows starts no new machine.
 */
final class Machines {
  /** Also the length of {@link SeriesKey#identity}, hex digits. */
  private static final int LENGTH = 12;

  private final Map<String, List<Machine>> byHost = new HashMap<>();

  private static final class Machine {
    private final String name;
    private RunRecord.Environment known;

    Machine(String name, RunRecord.Environment known) {
      this.name = name;
      this.known = known;
    }
  }

  /**
   * The machine of a run.
   *
   * @param identity names and values that say which machine it is
   * @param hash their hash
   * @return the first digits of the hash of the machine's earliest run
   */
  String of(String host, Map<String, String> identity, String hash) {
    List<Machine> machines = byHost.computeIfAbsent(host, _ -> new ArrayList<>());
    RunRecord.Environment own = environment(host, identity);
    for (Machine machine : machines) {
      if (!(Comparability.of(machine.known, own) instanceof Comparability.NotComparable)) {
        if (!machine.known.identity().keySet().containsAll(identity.keySet())) {
          Map<String, String> more = new TreeMap<>(identity);
          more.putAll(machine.known.identity());
          machine.known = environment(host, more);
        }
        return machine.name;
      }
    }
    Machine machine = new Machine(hash.substring(0, LENGTH), own);
    machines.add(machine);
    return machine.name;
  }

  private static RunRecord.Environment environment(String host, Map<String, String> identity) {
    return RunRecord.Environment.of(host, identity, Map.of(), Map.of(), List.of());
  }
}
