package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.host.ControlGroups;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource;

/**
 * Source {@code cgroup}: CPU throttling and memory use of a container, from control groups version
 * 2. The limits themselves are recorded as settings of the machine; of nested groups the tightest
 * limit applies.
 */
public final class CgroupSource implements TelemetrySource {
  private static final String NO_LIMIT = "no limit";
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  /** Reads nothing yet. */
  public CgroupSource() {}

  @Override
  public String id() {
    return "cgroup";
  }

  @Override
  public String description() {
    return "CPU quota and memory use of the container, from /" + ControlGroups.MOUNT;
  }

  @Override
  public boolean metersEnergy() {
    return false;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    ControlGroups groups = ControlGroups.own(root);
    if (!groups.unified()) {
      return unavailable(root);
    }
    Findings findings = new Findings();
    if (!groups.visible()) {
      findings.gap(
          "own control group",
          "'"
              + groups.named()
              + "' is not below /"
              + ControlGroups.MOUNT
              + "; the root group is read instead",
          new Advice(
              "start the container with its own control group namespace (--cgroupns=private)"));
    }
    ThrottledTimePart.search(root, groups, findings);
    memory(root, groups, findings);
    limits(root, groups, findings);
    return findings.opening(findings.channels());
  }

  private static void memory(HostRoot root, ControlGroups groups, Findings findings) {
    NumberFile used = NumberFile.count(root, groups.folders().getFirst() + "/memory.current");
    if (used.refresh()) {
      findings.add(SumPart.of(new Channel.Gauge("cgroup.memory", HOST, "B"), used, 1));
    } else {
      findings.gap(
          "memory use of the control group",
          used.problem(),
          new Advice(
              "none needed outside containers; inside, enable the memory controller for the group"));
      used.close();
    }
  }

  private static void limits(HostRoot root, ControlGroups groups, Findings findings) {
    limit(
        findings,
        "cgroup.processors",
        groups.processors().map(p -> p.isInfinite() ? NO_LIMIT : String.valueOf(p)));
    limit(
        findings,
        "cgroup.memoryBytes",
        groups.memoryBytes().map(b -> b.isInfinite() ? NO_LIMIT : String.valueOf(b.longValue())));
    root.text(groups.folders().getFirst() + "/cpuset.cpus.effective")
        .toOptional()
        .ifPresent(cpus -> findings.setting("cgroup.cpus", cpus));
  }

  private static void limit(Findings findings, String key, Availability<String> limit) {
    switch (limit) {
      case Availability.Available<String>(String value) -> findings.setting(key, value);
      case Availability.Unavailable<String> none -> findings.unknown(key, none.reason());
    }
  }

  private static Availability<Opened> unavailable(HostRoot root) {
    String mount = "/" + ControlGroups.MOUNT;
    if (!root.names(ControlGroups.MOUNT).isEmpty()) {
      return new Availability.Unavailable<>(
          mount + " holds control groups version 1, which are not supported",
          new Advice(
              "boot with systemd.unified_cgroup_hierarchy=1, or use a system with control groups"
                  + " version 2"));
    }
    return new Availability.Unavailable<>(
        "no control groups are mounted at " + mount,
        new Advice("sudo mount -t cgroup2 none " + mount + "; not needed outside containers"));
  }
}
