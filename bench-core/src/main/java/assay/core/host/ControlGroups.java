package assay.core.host;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The control groups of this process, version 2 (Documentation/admin-guide/cgroup-v2.rst) or
 * version 1. Reasons omit the group names, which identify users and containers.
 */
public final class ControlGroups {
  /** Where the hierarchy is mounted. */
  public static final String MOUNT = "sys/fs/cgroup";

  private static final String UNIFIED = "0::";

  /**
   * Version 1 writes "no limit" as the largest multiple of the page size that fits a signed 64-bit
   * number.
   */
  private static final double UNLIMITED_BYTES = 0x1p62;

  private static final double USUAL_PERIOD = 100_000;

  private final HostRoot root;
  private final Availability<String> memberships;

  private ControlGroups(HostRoot root) {
    this.root = root;
    this.memberships = root.text("proc/self/cgroup");
  }

  /** The control groups of this process. */
  public static ControlGroups own(HostRoot root) {
    return new ControlGroups(root);
  }

  /** Whether only version 2 is mounted, at the usual place. */
  public boolean unified() {
    return root.exists(MOUNT + "/cgroup.controllers");
  }

  /** The version 2 group's path as the kernel reports it; may be empty. */
  public String named() {
    return lines().stream()
        .filter(l -> l.startsWith(UNIFIED))
        .map(l -> l.substring(UNIFIED.length()))
        .findFirst()
        .orElse("");
  }

  /**
   * Whether the version 2 group's folder is visible. A group outside this process's namespace has a
   * path with {@code ..} that does not resolve here.
   */
  public boolean visible() {
    String named = named();
    return named.startsWith("/")
        && !named.contains("/..")
        && root.exists(MOUNT + named.replaceAll("/$", ""));
  }

  /** The version 2 folders from this process's group up to the visible root. */
  public List<String> folders() {
    return visible() ? upwards(MOUNT, named()).reversed() : List.of(MOUNT);
  }

  /** The tightest CPU limit from this process's group up, in processors; infinite for no limit. */
  public Availability<Double> processors() {
    return tightest("cpu", this::processorsV2, this::processorsV1);
  }

  /** The tightest memory limit from this process's group up, in bytes; infinite for no limit. */
  public Availability<Double> memoryBytes() {
    return tightest(
        "memory",
        group -> bytes(group + "/memory.max"),
        group -> bytes(group + "/memory.limit_in_bytes"));
  }

  private List<String> lines() {
    return memberships.orElse("").lines().toList();
  }

  private Availability<Double> tightest(
      String controller,
      Function<String, Availability<Double>> version2,
      Function<String, Availability<Double>> version1) {
    if (memberships instanceof Unavailable<String> none) {
      return none.as();
    }
    for (String line : unified() ? List.<String>of() : lines()) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[1].matches("(.*,)?" + controller + "(,.*)?")) {
        return tightest(upwards(MOUNT + "/" + controller, fields[2]), version1);
      }
    }
    if (unified() || lines().stream().anyMatch(l -> l.startsWith(UNIFIED))) {
      String mount = unified() ? MOUNT : MOUNT + "/unified";
      return tightest(upwards(mount, named()), version2);
    }
    return new Unavailable<>("/proc/self/cgroup names no group with the controller " + controller);
  }

  /**
   * The smallest limit of all groups.
   *
   * @param groups the mount first
   */
  private Availability<Double> tightest(
      List<String> groups, Function<String, Availability<Double>> limit) {
    if (!root.exists(groups.getFirst())) {
      return new Unavailable<>(root.nameOf(groups.getFirst()) + " does not exist");
    }
    Availability<Double> least = new Available<>(Double.POSITIVE_INFINITY);
    for (String group : groups) {
      least = least.flatMap(above -> limit.apply(group).map(own -> Math.min(above, own)));
    }
    return least;
  }

  /** The mount and the folders down to the group; in a container the mount is the group itself. */
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

  /** {@code $MAX $PERIOD}, both in µs. */
  private Availability<Double> processorsV2(String group) {
    return limit(
        group + "/cpu.max",
        text -> {
          String[] fields = text.split("\\s+", 2);
          return quotient(amount(fields[0]), fields.length > 1 ? amount(fields[1]) : USUAL_PERIOD);
        });
  }

  private Availability<Double> processorsV1(String group) {
    String period = root.text(group + "/cpu.cfs_period_us").orElse("not readable");
    return limit(group + "/cpu.cfs_quota_us", quota -> quotient(amount(quota), amount(period)));
  }

  private Availability<Double> bytes(String file) {
    return limit(
        file,
        text -> {
          double bytes = amount(text);
          return bytes < UNLIMITED_BYTES || Double.isNaN(bytes) ? bytes : Double.POSITIVE_INFINITY;
        });
  }

  /**
   * A group's own limit. If a controller is not enabled for it, there is no file and no limit.
   *
   * @param parse returns NaN for text that is not a limit
   */
  private Availability<Double> limit(String file, ToDoubleFunction<String> parse) {
    if (!root.exists(file)) {
      return new Available<>(Double.POSITIVE_INFINITY);
    }
    return switch (root.text(file)) {
      case Unavailable<String> none -> new Unavailable<>(withoutNames(none.reason()));
      case Available<String>(String text) -> {
        double amount = parse.applyAsDouble(text);
        yield Double.isNaN(amount)
            ? new Unavailable<>(withoutNames(root.nameOf(file)) + " is not a limit: " + text)
            : new Available<>(amount);
      }
    };
  }

  /** {@code /sys/fs/cgroup/a/b/cpu.max cannot …} as {@code /sys/fs/cgroup/…/cpu.max cannot …}. */
  private static String withoutNames(String reason) {
    return reason.replaceFirst("^/sys/fs/cgroup/\\S*/", "/sys/fs/cgroup/…/");
  }

  private static double quotient(double quota, double period) {
    double processors = quota / period;
    return period > 0 && processors > 0 ? processors : Double.NaN;
  }

  /** {@code max} and −1 mean no limit. */
  private static double amount(String text) {
    if (text.equals("max") || text.equals("-1")) {
      return Double.POSITIVE_INFINITY;
    }
    return text.matches("\\d{1,20}") ? Double.parseDouble(text) : Double.NaN;
  }
}
