package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Change;
import assay.core.availability.Remedy.Setting;
import assay.core.device.Device;
import assay.core.program.ProgramException;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import assay.core.telemetry.Facts;
import assay.core.workload.Workload;
import assay.core.workload.WorkloadException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a cell can be measured at all; if not, the outcome that says why. Targets are probed
 * once.
 */
final class Preflight {
  /** What can be measured in place of a cold run. */
  static final Remedy WARM =
      new Change(Setting.WORKLOAD, "measure the workload without cache=cold");

  private final Map<String, Availability<Device>> probes = new LinkedHashMap<>();

  /** The outcome of a cell that no fork needs to be started for; empty if it can be measured. */
  Optional<Outcome<CellResult>> verdict(PlannedCell cell) {
    try {
      return judge(cell);
    } catch (WorkloadException | ProgramException e) {
      return Optional.of(new Outcome.Unsupported<>(String.valueOf(e.getMessage()), null));
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(
          new Outcome.Failed<>(
              null, null, "the target " + cell.target().id() + " failed when asked: " + e, null));
    }
  }

  /** Whether the cell's device was found to be no hardware; known after the verdict. */
  boolean withoutTimes(PlannedCell cell) {
    return probes.get(cell.target().id()) instanceof Availability.Available<Device> found
        && !(found.value() instanceof Device.Hardware);
  }

  /** What tells the device that was found from others of its kind; empty where nothing does. */
  Optional<String> exemplar(PlannedCell cell) {
    return probes.get(cell.target().id()) instanceof Availability.Available<Device> found
        ? Optional.ofNullable(found.value().details().get(Device.DEVICE_UUID_HASH))
        : Optional.empty();
  }

  /**
   * The devices that can be told from others of their kind, for the fingerprint: another model
   * under a target's name is another machine, another exemplar of the same model warns.
   */
  Facts devices() {
    Map<String, String> identity = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    probes.forEach((target, probe) -> {
      if (probe instanceof Availability.Available<Device>(Device device)) {
        String exemplar = device.details().get(Device.DEVICE_UUID_HASH);
        if (exemplar != null) {
          identity.put("device." + target, device.name());
          settings.put("device." + target + "." + Device.DEVICE_UUID_HASH, exemplar);
        }
      }
    });
    return new Facts(identity, settings, Map.of(), Map.of());
  }

  /** Why a device's caches cannot be emptied for a cold run; empty if they can. */
  static Optional<Unsupported> unsupportedCold(Target target, Device device) {
    return device instanceof Device.Hardware
        ? target.unsupportedFlush()
        : Optional.of(
            new Unsupported(
                "cache=cold",
                device.name() + " is no hardware: it has no times that a cache could change"));
  }

  private Optional<Outcome<CellResult>> judge(PlannedCell cell) {
    Target target = cell.target();
    Availability<Device> probe =
        probes.computeIfAbsent(target.id(), id -> TargetProbe.probe(target));
    if (probe instanceof Availability.Unavailable<Device> none) {
      return Optional.of(new Outcome.Unavailable<>(none.reason(), none.remedy()));
    }
    Optional<Unsupported> unsupported =
        target.unsupported(cell.workload().program(cell.precision()), cell.precision());
    if (unsupported.isPresent()) {
      return Optional.of(new Outcome.Unsupported<>(unsupported.get().toString(), null));
    }
    if (cell.workload() instanceof Workload.Kernel kernel
        && kernel.cold()
        && probe instanceof Availability.Available<Device> found) {
      Optional<Unsupported> cold = unsupportedCold(target, found.value());
      if (cold.isPresent()) {
        return Optional.of(new Outcome.Unsupported<>(cold.get().toString(), WARM));
      }
    }
    return MemoryNeed.tooLarge(cell.workload(), cell.precision())
        .map(reason ->
            new Outcome.Unsupported<>(
                reason,
                new Remedy.Advice("choose a smaller shape, or a machine with more memory")));
  }
}
