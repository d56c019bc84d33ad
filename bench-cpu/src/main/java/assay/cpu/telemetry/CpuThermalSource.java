package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.TelemetrySource;

/** Source {@code cpu-thermal}: thermal throttling, clocks and temperatures of the processors. */
public final class CpuThermalSource implements TelemetrySource {
  /** Reads nothing yet. */
  public CpuThermalSource() {}

  @Override
  public String id() {
    return "cpu-thermal";
  }

  @Override
  public String description() {
    return "throttling, frequency and temperature of the processors, from /sys/devices/system/cpu,"
        + " /sys/class/hwmon and /sys/class/thermal";
  }

  @Override
  public boolean metersEnergy() {
    return false;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    CpuInfo processor = CpuInfo.first(root);
    Topology topology = Topology.read(root);
    Findings findings = new Findings();
    new ThrottleCounters(root, topology, findings).search(processor);
    FrequencyPart.search(root, topology, processor, findings);
    new Temperatures(root, findings).search(processor);
    return findings.opening(findings.channels());
  }
}
