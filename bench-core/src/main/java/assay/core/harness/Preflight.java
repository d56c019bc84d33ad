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
import java.util.Objects;
import java.util.Optional;

/**
 * Decides before any fork whether a cell can be measured; if not, gives its outcome. Targets are
 * probed once.
 */
final class Preflight {
  /** The remedy if a cold run is impossible. */
  static final Remedy WARM =
      new Change(Setting.WORKLOAD, "measure the workload without cache=cold");

  private final Map<String, Availability<Device>> probes = new LinkedHashMap<>();
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final int threads;

  /**
   * @param threads host threads that a target may use
   */
  Preflight(int threads) {
    this.threads = threads;
  }

  /** The outcome of a cell that cannot be measured; empty if it can. */
  Optional<Outcome<CellResult>> verdict(PlannedCell cell) {
    try {
      return judge(cell);
    } catch (WorkloadException | ProgramException e) {
      return Optional.of(new Outcome.Unsupported<>(String.valueOf(e.getMessage()), null));
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(
          new Outcome.Failed<>(
              null,
              null,
              "the target " + cell.target().id() + " failed while being probed: " + e,
              null));
    }
  }

  /** The cell in the size that fills its device; known after the verdict. */
  PlannedCell sized(PlannedCell cell) {
    return probes.get(cell.target().id()) instanceof Availability.Available<Device>(Device device)
        ? cell.sizedFor(device, threads)
        : cell;
  }

  /** Whether the cell's device is not hardware; known after the verdict. */
  boolean withoutTimes(PlannedCell cell) {
    return probes.get(cell.target().id()) instanceof Availability.Available<Device> found
        && !(found.value() instanceof Device.Hardware);
  }

  /** The UUID hash of the device found; empty if the target gives none. */
  Optional<String> deviceUuidHash(PlannedCell cell) {
    return probes.get(cell.target().id()) instanceof Availability.Available<Device> found
        ? Optional.ofNullable(found.value().details().get(Device.DEVICE_UUID_HASH))
        : Optional.empty();
  }

  /**
   * The devices, for the fingerprint: a different model under a target's name means a different
   * machine if it has a UUID hash, a different device of the same model only a warning, as does
   * other software.
   */
  Facts devices() {
    Map<String, String> identity = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    probes.forEach((target, probe) -> {
      if (probe instanceof Availability.Available<Device>(Device device)) {
        for (String name : Objects.requireNonNull(targets.get(target)).softwareDetails()) {
          String value = device.details().get(name);
          if (value != null) {
            settings.put("device." + target + "." + name, value);
          }
        }
        String hash = device.details().get(Device.DEVICE_UUID_HASH);
        if (hash != null) {
          identity.put("device." + target, device.name());
          settings.put("device." + target + "." + Device.DEVICE_UUID_HASH, hash);
        }
      }
    });
    return new Facts(identity, settings, Map.of(), Map.of());
  }

  /** Why a device's caches cannot be flushed for a cold run; empty if they can. */
  static Optional<Unsupported> unsupportedCold(Target target, Device device) {
    return device instanceof Device.Hardware
        ? target.unsupportedFlush()
        : Optional.of(
            new Unsupported(
                "cache=cold",
                device.name() + " is not hardware: it has no times that a cache could affect"));
  }

  private Optional<Outcome<CellResult>> judge(PlannedCell planned) {
    Target target = planned.target();
    targets.put(target.id(), target);
    Availability<Device> probe =
        probes.computeIfAbsent(target.id(), id -> TargetProbe.probe(target));
    if (probe instanceof Availability.Unavailable<Device> none) {
      return Optional.of(new Outcome.Unavailable<>(none.reason(), none.remedy()));
    }
    PlannedCell cell = sized(planned);
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
