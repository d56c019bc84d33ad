package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.TelemetrySource;
import java.util.regex.Pattern;

/**
 * Source {@code proc-stat}: CPU time that was busy, that the hypervisor took, and that other
 * processes than the measured one and this one used.
 */
public final class ProcStatSource implements TelemetrySource {
  private static final String STAT = "proc/stat";
  private static final Pattern PROCESSOR = Pattern.compile("cpu\\d+ .*");

  /** Reads nothing yet. */
  public ProcStatSource() {}

  @Override
  public String id() {
    return "proc-stat";
  }

  @Override
  public String description() {
    return "CPU time of the machine, the measured process and all others, from /proc/stat and"
        + " /proc/<pid>/stat";
  }

  @Override
  public boolean metersEnergy() {
    return false;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    Findings findings = new Findings();
    long processors =
        root.text(STAT).orElse("").lines().filter(l -> PROCESSOR.matcher(l).matches()).count();
    SmallFile file = new SmallFile(root, STAT, SmallFile.TEXT);
    if (!file.refresh()) {
      findings.gap(
          "processor time",
          file.problem(),
          new Advice("mount /proc: sudo mount -t proc proc /proc"));
    } else if (processors == 0) {
      findings.gap(
          "processor time", "/" + STAT + " lists no processor", new Advice("use a Linux kernel's"));
    } else {
      findings.add(new ProcStatPart(root, file, (int) processors));
    }
    if (findings.isEmpty()) {
      file.close();
    }
    return findings.opening(findings.channels());
  }
}
