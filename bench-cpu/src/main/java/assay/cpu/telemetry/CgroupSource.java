package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.HostRoot;
import assay.core.telemetry.TelemetrySource;
import java.util.function.Supplier;

/**
 * Source {@code cgroup}: what a container's limits took away, from control groups of version 2. The
 * limits themselves are settings of the machine; of nested groups the tightest counts.
 */
public final class CgroupSource implements TelemetrySource {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  /** Touches nothing. */
  public CgroupSource() {}

  @Override
  public String id() {
    return "cgroup";
  }

  @Override
  public String description() {
    return "processor quota and memory of the container, from /" + ControlGroups.MOUNT;
  }

  @Override
  public boolean metersEnergy() {
    return false;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    if (!ControlGroups.mounted(root)) {
      return unavailable(root);
    }
    ControlGroups groups = ControlGroups.own(root);
    Findings findings = new Findings();
    if (!groups.visible()) {
      findings.gap(
          "own control group",
          "'" + groups.named() + "' is not below /" + ControlGroups.MOUNT + "; its root is read",
          new Advice(
              "give the container a control group namespace of its own (--cgroupns=private)"));
    }
    ThrottledTimePart.search(root, groups, findings);
    memory(root, groups, findings);
    limits(root, groups, findings);
    return findings.opening(findings.channels());
  }

  private static void memory(HostRoot root, ControlGroups groups, Findings findings) {
    NumberFile used = NumberFile.count(root, groups.first() + "/memory.current");
    if (used.refresh()) {
      findings.add(SumPart.of(new Channel.Gauge("cgroup.memory", HOST, "B"), used, 1));
    } else {
      findings.gap(
          "memory of the control group",
          used.problem(),
          new Advice(
              "none needed outside containers; inside, enable the memory controller for the group"));
      used.close();
    }
  }

  private static void limits(HostRoot root, ControlGroups groups, Findings findings) {
    setting(
        findings,
        "cgroup.processors",
        () -> {
          var limit = groups.processors(root);
          return limit.isPresent() ? String.valueOf(limit.getAsDouble()) : "no limit";
        });
    setting(
        findings,
        "cgroup.memoryBytes",
        () -> groups.memory(root).map(String::valueOf).orElse("no limit"));
    SysFiles.text(root, groups.first() + "/cpuset.cpus.effective")
        .ifPresent(cpus -> findings.setting("cgroup.cpus", cpus));
  }

  private static void setting(Findings findings, String key, Supplier<String> value) {
    try {
      findings.setting(key, value.get());
    } catch (IllegalStateException e) {
      findings.unknown(key, String.valueOf(e.getMessage()));
    }
  }

  private static Availability<Opened> unavailable(HostRoot root) {
    String mount = "/" + ControlGroups.MOUNT;
    if (!SysFiles.list(root, ControlGroups.MOUNT).isEmpty()) {
      return new Availability.Unavailable<>(
          mount + " holds control groups of version 1, which are not read",
          new Advice(
              "boot with systemd.unified_cgroup_hierarchy=1, or use a system with version 2"));
    }
    return new Availability.Unavailable<>(
        "no control groups are mounted at " + mount,
        new Advice("sudo mount -t cgroup2 none " + mount + "; outside containers nothing is lost"));
  }
}
