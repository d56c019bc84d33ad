package assay.core.host;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data caches of all processors, as reported by the kernel in {@code sys/devices/system/cpu}.
 */
public final class HostCaches {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMG]?)");
  private static final Pattern LEVEL = Pattern.compile("[1-9]");

  private HostCaches() {}

  /** The levels, the nearest first, at least one; a shared cache counts once. */
  public static Availability<List<CacheLevel>> levels(HostRoot root) {
    List<CacheIndex> all = CacheIndex.all(root);
    if (all.isEmpty()) {
      return new Availability.Unavailable<>(CacheIndex.missing(root));
    }
    Set<CacheIndex> data = new HashSet<>(all);
    data.removeIf(cache -> cache.type().equals("Instruction"));
    TreeMap<Integer, CacheLevel> levels = new TreeMap<>();
    for (CacheIndex cache : data) {
      Matcher size = SIZE.matcher(cache.size());
      if (!size.matches() || !LEVEL.matcher(cache.level()).matches()) {
        return new Availability.Unavailable<>(
            "the kernel reports a level " + cache.level() + " cache " + cache.size());
      }
      long bytes = Long.parseLong(size.group(1)) << shift(size.group(2));
      if (bytes > 0) {
        levels.merge(
            Integer.parseInt(cache.level()),
            new CacheLevel(Integer.parseInt(cache.level()), bytes, bytes),
            HostCaches::both);
      }
    }
    return levels.isEmpty()
        ? new Availability.Unavailable<>("the kernel reports no data cache")
        : new Availability.Available<>(new ArrayList<>(levels.values()));
  }

  private static CacheLevel both(CacheLevel one, CacheLevel other) {
    return new CacheLevel(
        one.level(), Math.min(one.bytes(), other.bytes()), one.totalBytes() + other.totalBytes());
  }

  /** Capacity of all levels together in bytes, above 0. */
  public static Availability<Long> bytes(HostRoot root) {
    return levels(root).map(all -> all.stream().mapToLong(CacheLevel::totalBytes).sum());
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
