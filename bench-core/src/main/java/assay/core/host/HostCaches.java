package assay.core.host;

import assay.core.availability.Availability;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Total capacity of the caches of all processors. */
public final class HostCaches {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMG]?)");

  private HostCaches() {}

  /**
   * Data capacity of all levels in bytes, above 0, with a shared cache counted once, as reported by
   * the kernel in {@code sys/devices/system/cpu}.
   */
  public static Availability<Long> bytes(HostRoot root) {
    List<CacheIndex> all = CacheIndex.all(root);
    if (all.isEmpty()) {
      return new Availability.Unavailable<>(CacheIndex.missing(root));
    }
    Set<CacheIndex> data = new HashSet<>(all);
    data.removeIf(cache -> cache.type().equals("Instruction"));
    long bytes = 0;
    for (CacheIndex cache : data) {
      Matcher size = SIZE.matcher(cache.size());
      if (!size.matches()) {
        return new Availability.Unavailable<>(
            "the kernel reports a level " + cache.level() + " cache " + cache.size());
      }
      bytes += Long.parseLong(size.group(1)) << shift(size.group(2));
    }
    return bytes > 0
        ? new Availability.Available<>(bytes)
        : new Availability.Unavailable<>("the kernel reports no data cache");
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
