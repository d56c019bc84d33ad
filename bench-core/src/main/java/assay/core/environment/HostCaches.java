package assay.core.environment;

import assay.core.telemetry.HostRoot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much the caches of all processors hold together. */
public sealed interface HostCaches {
  /**
   * So much.
   *
   * @param bytes of data, all levels, a shared cache counted once; above 0
   */
  record Known(long bytes) implements HostCaches {}

  /** It cannot be found out; why. */
  record Unknown(String reason) implements HostCaches {}

  /** What the kernel states in {@code sys/devices/system/cpu}. */
  static HostCaches read(HostRoot root) {
    HostFiles files = new HostFiles(root);
    List<CacheIndex> all = CacheIndex.all(files);
    if (all.isEmpty()) {
      return new Unknown(CacheIndex.missing(files));
    }
    Set<CacheIndex> data = new HashSet<>(all);
    data.removeIf(cache -> cache.type().equals("Instruction"));
    long bytes = 0;
    for (CacheIndex cache : data) {
      Matcher size = Pattern.compile("(\\d{1,9})([KMG]?)").matcher(cache.size());
      if (!size.matches()) {
        return new Unknown(
            "the kernel states a cache of level " + cache.level() + " " + cache.size());
      }
      bytes += Long.parseLong(size.group(1)) << shift(size.group(2));
    }
    return bytes > 0 ? new Known(bytes) : new Unknown("the kernel states no cache for data");
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "K" -> 10;
      case "M" -> 20;
      case "G" -> 30;
      default -> 0;
    };
  }
}
