package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.TelemetrySource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Source {@code hwmon-power}: energy counters and power sensors of the host from the kernel's
 * hardware monitoring.
 *
 * <p>Chips of accelerators and batteries are left to their own sources. A package that RAPL counts
 * is not counted twice: RAPL's zones are looked up under the same root, since instruments do not
 * know of each other.
 */
public final class HwmonPowerSource implements TelemetrySource {
  private static final String AMD_ENERGY = "amd_energy";

  /** Reads nothing yet. */
  public HwmonPowerSource() {}

  @Override
  public String id() {
    return "hwmon-power";
  }

  @Override
  public String description() {
    return "power and energy sensors of processors and board, from /" + HwmonChip.CLASS;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    List<HwmonChip> all = HwmonChip.all(root);
    List<HwmonChip> metering =
        all.stream()
            .filter(c -> !c.isAccelerator() && !c.isPowerSupply())
            .filter(c -> !c.sensors("power").isEmpty() || !c.sensors("energy").isEmpty())
            .toList();
    if (metering.isEmpty()) {
      return nothing(root, all);
    }
    Topology topology = Topology.read(root);
    Set<String> counted = packagesOfRapl(root);
    Findings findings = new Findings();
    AmdEnergy energy = new AmdEnergy(root, topology, counted, findings);
    PowerSensors power = new PowerSensors(root, topology.packages(), counted, findings);
    PowerSensors.byName(metering)
        .forEach((name, chips) -> {
          if (name.equals(AMD_ENERGY)) {
            chips.forEach(energy::search);
          } else {
            power.search(chips);
          }
        });
    findings.packagesWithoutMeter(topology, counted, "/" + HwmonChip.CLASS);
    return findings.opening("energy or power of " + findings.domains());
  }

  private static Set<String> packagesOfRapl(HostRoot root) {
    return RaplZone.all(root).stream()
        .filter(z -> z.isReadablePackage(root))
        .map(z -> RaplZone.packageOf(Objects.requireNonNull(z.domain()).id()))
        .collect(Collectors.toSet());
  }

  private static Availability<Opened> nothing(HostRoot root, List<HwmonChip> all) {
    String names = all.stream().map(HwmonChip::name).distinct().collect(Collectors.joining(", "));
    String reason;
    if (!root.exists(HwmonChip.CLASS)) {
      reason = "/" + HwmonChip.CLASS + " does not exist";
    } else if (all.isEmpty()) {
      reason = "/" + HwmonChip.CLASS + " has no chip";
    } else {
      reason = "no chip of the host in /" + HwmonChip.CLASS + " measures power; found: " + names;
    }
    return new Availability.Unavailable<>(
        reason,
        new Advice(
            CpuInfo.first(root).virtual()
                ? "measure on the host or on a bare-metal instance, or use an external power meter"
                : "load the driver of the board's sensors (sudo sensors-detect finds it), or use an"
                    + " external power meter"));
  }
}
