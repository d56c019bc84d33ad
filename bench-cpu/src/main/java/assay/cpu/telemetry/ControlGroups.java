package assay.cpu.telemetry;

import assay.core.telemetry.HostRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The control groups (version 2, Documentation/admin-guide/cgroup-v2.rst) that this process lies
 * in.
 *
 * @param folders from its own group up to the root that can be seen, below the root of the machine
 * @param visible whether the first is its own, and not the root in its place
 * @param named the group's path as the kernel names it
 */
record ControlGroups(List<String> folders, boolean visible, String named) {
  /** Where the hierarchy is mounted. */
  static final String MOUNT = "sys/fs/cgroup";

  /** The kernel's word for "no limit". */
  private static final String NO_LIMIT = "max";

  private static final String UNIFIED = "0::";

  /** Whether version 2 alone is mounted at the usual place. */
  static boolean mounted(HostRoot root) {
    return SysFiles.exists(root, MOUNT + "/cgroup.controllers");
  }

  static ControlGroups own(HostRoot root) {
    String named =
        SysFiles.text(root, "proc/self/cgroup")
            .orElse("")
            .lines()
            .filter(l -> l.startsWith(UNIFIED))
            .map(l -> l.substring(UNIFIED.length()))
            .findFirst()
            .orElse("");
    // A group outside the own namespace is named by its way up, which leads nowhere here.
    boolean visible =
        named.startsWith("/")
            && !named.contains("/..")
            && SysFiles.exists(root, MOUNT + named.replaceAll("/$", ""));
    List<String> folders = new ArrayList<>();
    String path = visible ? named.replaceAll("/$", "") : "";
    while (!path.isEmpty()) {
      folders.add(MOUNT + path);
      path = path.substring(0, path.lastIndexOf('/'));
    }
    folders.add(MOUNT);
    return new ControlGroups(List.copyOf(folders), visible, named);
  }

  /** The group itself. */
  String first() {
    return folders.getFirst();
  }

  /**
   * The tightest processor limit from here up, in processors; empty where nothing limits.
   *
   * @throws IllegalStateException if a limit is not as documented
   */
  OptionalDouble processors(HostRoot root) {
    return folders.stream()
        .flatMap(f -> SysFiles.text(root, f + "/cpu.max").stream())
        .flatMapToDouble(t -> quota(t).stream())
        .min();
  }

  /** {@code $MAX $PERIOD}, both in µs. */
  private static OptionalDouble quota(String text) {
    String[] fields = text.split("\\s+", 3);
    if (fields[0].equals(NO_LIMIT)) {
      return OptionalDouble.empty();
    }
    try {
      double period = fields.length > 1 ? Double.parseDouble(fields[1]) : 100_000;
      double processors = Double.parseDouble(fields[0]) / period;
      if (processors > 0 && Double.isFinite(processors)) {
        return OptionalDouble.of(processors);
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException("cpu.max holds '" + text + "'", e);
    }
    throw new IllegalStateException("cpu.max holds '" + text + "'");
  }

  /**
   * The tightest memory limit from here up, bytes; empty where nothing limits.
   *
   * @throws IllegalStateException if a limit is not as documented
   */
  Optional<Long> memory(HostRoot root) {
    return folders.stream()
        .flatMap(f -> SysFiles.text(root, f + "/memory.max").stream())
        .filter(t -> !t.equals(NO_LIMIT))
        .map(ControlGroups::bytes)
        .min(Long::compare);
  }

  private static long bytes(String text) {
    try {
      long bytes = Long.parseLong(text);
      if (bytes >= 0) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException("memory.max holds '" + text + "'", e);
    }
    throw new IllegalStateException("memory.max holds '" + text + "'");
  }
}
