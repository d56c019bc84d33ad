package assay.core.environment;

import assay.core.host.HostRoot;
import assay.core.record.RunRecord;
import assay.core.telemetry.Facts;
import assay.core.testing.MachineTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Machines that are not at hand, and what their fingerprints say. */
public final class Machines {
  public static final List<String> ALL =
      List.of("intel-server-2s", "amd-desktop", "arm-server", "container");

  private Machines() {}

  public static Path lay(String machine, Path folder) {
    return MachineTree.lay(Machines.class, machine + ".tree", folder);
  }

  public static RunRecord.Environment read(Path root, Facts... facts) {
    return Fingerprint.read(new HostRoot(root), List.of(facts), Optional.empty(), Map.of());
  }

  public static String reason(RunRecord.Environment seen, String name) {
    return seen.unavailable().stream()
        .filter(unknown -> unknown.what().equals(name))
        .map(RunRecord.Unknown::reason)
        .findFirst()
        .orElse("not unavailable");
  }

  /**
   * What every machine is asked; mitigations and devices come by name and differ, and the host's
   * name stands apart.
   */
  public static Set<String> questions(RunRecord.Environment seen) {
    Set<String> names = new TreeSet<>();
    Stream.of(seen.identity(), seen.settings(), seen.state())
        .forEach(group -> names.addAll(group.keySet()));
    seen.unavailable().forEach(unknown -> names.add(unknown.what()));
    names.removeIf(name -> name.matches("host|(accelerator\\.|mitigations).*"));
    return names;
  }
}
