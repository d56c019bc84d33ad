package assay.core.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
        groups
            .tightest("cpu", groups::processorsV2, groups::processorsV1)
            .map(processors -> processors + " processors"));
    findings.settings(
        "cgroup.memory",
        groups
            .tightest(
                "memory",
                group -> groups.bytes(group + "/memory.max"),
                group -> groups.bytes(group + "/memory.limit_in_bytes"))
            .map(bytes -> bytes + " bytes"));
    findings.settings("process.affinity", groups.affinity());
  }

  /** A limit that was found, or the words for none. */
  private record Limit(Answer answer) {
    Answer map(UnaryOperator<String> form) {
      return answer.map(value -> value.equals(NO_LIMIT) ? value : form.apply(value));
    }
  }

  private Limit tightest(
      String controller,
      Function<String, OptionalDouble> version2,
      Function<String, OptionalDouble> version1) {
    if (!(memberships instanceof Answer.Known lines)) {
      return new Limit(memberships);
    }
    for (String line : lines.value().lines().toList()) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[1].matches("(.*,)?" + controller + "(,.*)?")) {
        return tightest(MOUNT + "/" + controller, fields[2], version1);
      }
    }
    for (String line : lines.value().lines().toList()) {
      if (line.startsWith("0::")) {
        boolean mixed = !files.exists(MOUNT + "/cgroup.controllers");
        return tightest(mixed ? MOUNT + "/unified" : MOUNT, line.substring(3), version2);
      }
    }
    return new Limit(
        new Answer.Missing("/proc/self/cgroup names no group with the controller " + controller));
  }

  private Limit tightest(String mount, String path, Function<String, OptionalDouble> limit) {
    if (!files.exists(mount)) {
      return new Limit(new Answer.Missing(files.name(mount) + " is not there"));
    }
    OptionalDouble least =
        upwards(mount, path).stream()
            .map(limit)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .min();
    // Where a controller is not enabled for a group there is no file, and no limit.
    return new Limit(
        new Answer.Known(
            least.isPresent() && Double.isFinite(least.getAsDouble())
                ? text(least.getAsDouble())
                : NO_LIMIT));
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

  private OptionalDouble processorsV2(String group) {
    String[] fields = files.text(group + "/cpu.max").orElse("").split(" ", -1);
    return fields.length == 2 ? quotient(fields[0], fields[1]) : OptionalDouble.empty();
  }

  private OptionalDouble processorsV1(String group) {
    return quotient(
        files.text(group + "/cpu.cfs_quota_us").orElse(""),
        files.text(group + "/cpu.cfs_period_us").orElse(""));
  }

  /** Quota over period; {@code max} and −1 are no limit. */
  private static OptionalDouble quotient(String quota, String period) {
    return isAmount(quota) && isAmount(period) && Double.parseDouble(period) > 0
        ? OptionalDouble.of(Double.parseDouble(quota) / Double.parseDouble(period))
        : OptionalDouble.empty();
  }

  private OptionalDouble bytes(String file) {
    String text = files.text(file).orElse("");
    double bytes = isAmount(text) ? Double.parseDouble(text) : Double.POSITIVE_INFINITY;
    return bytes < UNLIMITED_BYTES ? OptionalDouble.of(bytes) : OptionalDouble.empty();
  }

  private static boolean isAmount(String text) {
    return text.matches("\\d{1,20}");
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
