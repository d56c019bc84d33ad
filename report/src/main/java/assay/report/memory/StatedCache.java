package assay.report.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Caches of one level and size, as the kernel states them.
 *
 * @param level from 1
 * @param count how many there are
 * @param bytes size of one
 */
public record StatedCache(int level, int count, long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6}) × L(\\d) (?:Data|Unified) (\\d{1,9})([KMG]?)");

  /** Of a fingerprint's {@code cpu.caches}: those that hold data. */
  public static List<StatedCache> parse(String caches) {
    List<StatedCache> all = new ArrayList<>();
    Matcher each = FORM.matcher(caches);
    while (each.find()) {
      int shift =
          switch (each.group(4)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
          };
      all.add(
          new StatedCache(
              Integer.parseInt(each.group(2)),
              Integer.parseInt(each.group(1)),
              Long.parseLong(each.group(3)) << shift));
    }
    return all;
  }

  /** Capacity that so many threads, each on a processor of its own, have together. */
  public long bytes(int threads) {
    return bytes * Math.min(count, threads);
  }
}
