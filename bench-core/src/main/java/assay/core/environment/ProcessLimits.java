package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.ControlGroups;
import assay.core.host.CpuTopology;
import assay.core.host.HostRoot;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limits of this process: control groups and CPU affinity. */
final class ProcessLimits {
  private static final Pattern AFFINITY =
      Pattern.compile(
          "Cpus_allowed_list:\\s*(\\S+).*?(?:Mems_allowed_list:\\s*(\\S+)|$)", Pattern.DOTALL);

  private ProcessLimits() {}

  static void read(HostRoot root, Findings findings) {
    ControlGroups groups = ControlGroups.own(root);
    findings.settings("cgroup.cpu", groups.processors().map(limit -> text(limit, " processors")));
    findings.settings("cgroup.memory", groups.memoryBytes().map(limit -> text(limit, " bytes")));
    findings.settings(
        "process.affinity", root.text("proc/self/status").flatMap(ProcessLimits::affinity));
    CpuTopology topology = CpuTopology.read(root);
    findings.settings("process.processors", CpuTopology.allowed(root).flatMap(topology::describe));
  }

  private static String text(double limit, String unit) {
    if (Double.isInfinite(limit)) {
      return "no limit";
    }
    return limit == Math.rint(limit)
        ? (long) limit + unit
        : String.format(Locale.ROOT, "%.3f", limit) + unit;
  }

  private static Availability<String> affinity(String status) {
    Matcher matcher = AFFINITY.matcher(status);
    if (!matcher.find()) {
      return new Unavailable<>("/proc/self/status has no 'Cpus_allowed_list'");
    }
    String nodes = matcher.group(2);
    return new Availability.Available<>(
        "processors " + matcher.group(1) + (nodes == null ? "" : ", memory nodes " + nodes));
  }
}
