package assay.core.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits under which this process runs: the tightest of its control group and of all groups
 * above it, in version 2 of control groups or version 1, and the processors that it may use. The
 * groups' names are left out, since they name users and containers.
 */
final class ControlGroups {
  private static final String MOUNT = "sys/fs/cgroup";
  private static final String NO_LIMIT = "no limit";

  /** Version 1 writes "no limit" as the most pages that fit a signed 64-bit number of bytes. */
  private static final double UNLIMITED_BYTES = 0x1p62;

  private static final Pattern AFFINITY =
      Pattern.compile(
          "Cpus_allowed_list:\\s*(\\S+).*?(?:Mems_allowed_list:\\s*(\\S+)|$)", Pattern.DOTALL);

  private final HostFiles files;
  private final Answer memberships;

  private ControlGroups(HostFiles files) {
    this.files = files;
    this.memberships = files.text("proc/self/cgroup");
  }

  static void read(HostFiles files, Findings findings) {
    ControlGroups groups = new ControlGroups(files);
    findings.settings(
        "cgroup.cpu",
        groups.tightest("cpu", " processors", groups::processorsV2, groups::processorsV1));
    findings.settings(
        "cgroup.memory",
        groups.tightest(
            "memory",
            " bytes",
            group -> groups.bytes(group + "/memory.max"),
            group -> groups.bytes(group + "/memory.limit_in_bytes")));
    findings.settings("process.affinity", groups.affinity());
  }

  /** A group's own limit. */
  private sealed interface Limit {
    /** So much; infinite where the group has none. */
    record Amount(double value) implements Limit {}

    /** Whether there is one cannot be told. */
    record Unread(String reason) implements Limit {}
  }

  private Answer tightest(
      String controller,
      String unit,
      Function<String, Limit> version2,
      Function<String, Limit> version1) {
    if (!(memberships instanceof Answer.Known lines)) {
      return memberships;
    }
    for (String line : lines.value().lines().toList()) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[1].matches("(.*,)?" + controller + "(,.*)?")) {
        return tightest(upwards(MOUNT + "/" + controller, fields[2]), unit, version1);
      }
    }
    for (String line : lines.value().lines().toList()) {
      if (line.startsWith("0::")) {
        boolean mixed = !files.exists(MOUNT + "/cgroup.controllers");
        String mount = mixed ? MOUNT + "/unified" : MOUNT;
        return tightest(upwards(mount, line.substring(3)), unit, version2);
      }
    }
    return new Answer.Missing("/proc/self/cgroup names no group with the controller " + controller);
  }

  /**
   * @param groups the mount first
   */
  private Answer tightest(List<String> groups, String unit, Function<String, Limit> limit) {
    if (!files.exists(groups.getFirst())) {
      return new Answer.Missing(files.name(groups.getFirst()) + " is not there");
    }
    double least = Double.POSITIVE_INFINITY;
    for (String group : groups) {
      switch (limit.apply(group)) {
        case Limit.Amount amount -> least = Math.min(least, amount.value());
        case Limit.Unread unread -> {
          return new Answer.Missing(unread.reason());
        }
      }
    }
    return new Answer.Known(Double.isFinite(least) ? text(least) + unit : NO_LIMIT);
  }

  /** The group's folder and those above it; in a container the mount is the group itself. */
  private static List<String> upwards(String mount, String path) {
    List<String> folders = new ArrayList<>(List.of(mount));
    StringBuilder folder = new StringBuilder(mount);
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        return folders;
      }
      if (!part.isEmpty()) {
        folders.add(folder.append('/').append(part).toString());
      }
    }
    return folders;
  }

  private static String text(double limit) {
    return limit == Math.rint(limit)
        ? String.valueOf((long) limit)
        : String.format(Locale.ROOT, "%.3f", limit);
  }

  private Limit processorsV2(String group) {
    return limit(
        group + "/cpu.max",
        text -> {
          String[] fields = text.split(" ", -1);
          return fields.length == 2 ? quotient(fields[0], fields[1]) : Double.NaN;
        });
  }

  private Limit processorsV1(String group) {
    String period = files.text(group + "/cpu.cfs_period_us").orElse("not readable");
    return limit(group + "/cpu.cfs_quota_us", quota -> quotient(quota, period));
  }

  private Limit bytes(String file) {
    return limit(
        file,
        text -> {
          double bytes = amount(text);
          return bytes < UNLIMITED_BYTES || Double.isNaN(bytes) ? bytes : Double.POSITIVE_INFINITY;
        });
  }

  /**
   * Where a controller is not enabled for a group there is no file, and no limit.
   *
   * @param parse gives NaN for what is no limit's form
   */
  private Limit limit(String file, ToDoubleFunction<String> parse) {
    if (!files.exists(file)) {
      return new Limit.Amount(Double.POSITIVE_INFINITY);
    }
    return switch (files.text(file)) {
      case Answer.Missing missing -> new Limit.Unread(withoutNames(missing.reason()));
      case Answer.Known known -> {
        double amount = parse.applyAsDouble(known.value());
        yield Double.isNaN(amount)
            ? new Limit.Unread(withoutNames(files.name(file)) + " is no limit: " + known.value())
            : new Limit.Amount(amount);
      }
    };
  }

  /** {@code /sys/fs/cgroup/a/b/cpu.max cannot …} as {@code /sys/fs/cgroup/…/cpu.max cannot …}. */
  private static String withoutNames(String reason) {
    return reason.replaceFirst("^/sys/fs/cgroup/\\S*/", "/sys/fs/cgroup/…/");
  }

  private static double quotient(String quota, String period) {
    double per = amount(period);
    return per > 0 ? amount(quota) / per : Double.NaN;
  }

  /** {@code max} and −1 are no limit. */
  private static double amount(String text) {
    if (text.equals("max") || text.equals("-1")) {
      return Double.POSITIVE_INFINITY;
    }
    return text.matches("\\d{1,20}") ? Double.parseDouble(text) : Double.NaN;
  }

  private Answer affinity() {
    Answer status = files.text("proc/self/status");
    if (!(status instanceof Answer.Known known)) {
      return status;
    }
    Matcher matcher = AFFINITY.matcher(known.value());
    if (!matcher.find()) {
      return new Answer.Missing("/proc/self/status has no 'Cpus_allowed_list'");
    }
    String nodes = matcher.group(2);
    return new Answer.Known(
        "processors " + matcher.group(1) + (nodes == null ? "" : ", memory nodes " + nodes));
  }
}
