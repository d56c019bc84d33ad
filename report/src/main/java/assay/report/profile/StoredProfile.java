package assay.report.profile;

import assay.core.device.Device;
import assay.core.profile.Profile;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.Comparability;
import assay.core.record.RunRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A profile that is shown with the run that measured its cell.
 *
 * @param profile where the time of the cell goes
 * @param command shows all of the profile
 */
public record StoredProfile(Profile profile, String command) {
  /**
   * Why the profile belongs to none of these runs, and what differs; empty if it belongs to one. It
   * does if its workload, target and precision are a cell of the run, and if both were measured on
   * the same machine and device as far as both know it; settings may differ.
   */
  public Optional<String> refusal(Collection<RunRecord> runs) {
    List<String> reasons =
        runs.stream().map(this::refusal).takeWhile(Optional::isPresent).map(Optional::get).toList();
    return reasons.size() < runs.size()
        ? Optional.empty()
        : Optional.of(
            "profile " + profile.profileId() + " does not belong: " + String.join("; ", reasons));
  }

  /** The same of one run. */
  Optional<String> refusal(RunRecord run) {
    CellId id = profile.cell();
    Optional<Cell> cell = run.cells().stream().filter(c -> c.id().equals(id)).findFirst();
    String machines =
        Comparability.of(run.environment(), profile.environment()).identity().stream()
            .filter(difference -> !difference.oneSided())
            .map(d -> differs(d.name(), d.right().text(), d.left().text()))
            .collect(Collectors.joining(", "));
    if (cell.isEmpty()) {
      return Optional.of("run " + run.runId() + " has no cell " + id + others(run));
    }
    if (!machines.isEmpty()) {
      return Optional.of("run " + run.runId() + " is of another machine: " + machines);
    }
    Device measured = cell.get().outcome().device();
    Device profiled = profile.outcome().device();
    return measured == null || profiled == null || measured.sameAs(profiled)
        ? Optional.empty()
        : Optional.of(
            "run "
                + run.runId()
                + " has the cell from another device: "
                + differs("it", name(profiled), name(measured)));
  }

  private static String name(Device device) {
    String unit = device.details().get(Device.DEVICE_UUID_HASH);
    return unit == null ? device.name() : device.name() + " (" + unit + ")";
  }

  private static String differs(String name, String profiled, String measured) {
    return name + " is " + profiled + " in the profile and " + measured + " in the run";
  }

  /** The run's other cells of the workload. */
  private String others(RunRecord run) {
    String others =
        run.cells().stream()
            .map(Cell::id)
            .filter(id -> id.workload().equals(profile.cell().workload()))
            .map(id -> id.target() + " in " + id.precision())
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "; it has no cell of that workload"
        : "; of that workload it has " + others;
  }

  /** What was set otherwise than in a run, as far as both know it, a text each. */
  List<String> settings(RunRecord run) {
    List<String> texts =
        Comparability.of(run.environment(), profile.environment()).settings().stream()
            .filter(difference -> !difference.oneSided())
            // Hashes tell a reader nothing.
            .map(d -> RunRecord.Environment.isOwnCode(d.name()) ? d.name() : d.text())
            .collect(Collectors.toList());
    if (run.plan().threads() != profile.threads()) {
      texts.add("threads: " + run.plan().threads() + " → " + profile.threads());
    }
    return texts;
  }
}
