package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.TelemetrySource;
import java.util.List;

/**
 * Source {@code pressure}: the share of time in which tasks waited for processors, memory or disks
 * (Documentation/accounting/psi.rst).
 *
 * <p>A share is not a cause: if a workload has a thread for every processor, any other task makes
 * one of them wait now and then, which is normal.
 */
public final class PressureSource implements TelemetrySource {
  private static final String FOLDER = "proc/pressure";
  private static final List<String> RESOURCES = List.of("cpu", "memory", "io");

  /** Reads nothing yet. */
  public PressureSource() {}

  @Override
  public String id() {
    return "pressure";
  }

  @Override
  public String description() {
    return "share of time in which tasks waited, from /" + FOLDER;
  }

  @Override
  public boolean metersEnergy() {
    return false;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    Findings findings = new Findings();
    for (String resource : RESOURCES) {
      SmallFile file = new SmallFile(root, FOLDER + "/" + resource, SmallFile.TEXT);
      if (file.refresh()) {
        findings.add(new PressurePart(file, resource));
      } else {
        findings.gap(
            "pressure of " + resource,
            file.problem(),
            new Advice(
                "boot with psi=1 on the kernel's command line; the kernel needs CONFIG_PSI"));
        file.close();
      }
    }
    return findings.opening(findings.channels());
  }
}
