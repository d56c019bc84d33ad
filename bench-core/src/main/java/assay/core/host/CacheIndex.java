package assay.core.host;

import java.util.ArrayList;
import java.util.List;

/**
 * A cache of one processor, as the kernel describes it.
 *
 * @param level such as {@code 3}
 * @param type {@code Data}, {@code Instruction} or {@code Unified}
 * @param size such as {@code 32768K}
 * @param sharers processors that share it, such as {@code 0-3}
 */
public record CacheIndex(String level, String type, String size, String sharers) {
  private static final String FIRST = "sys/devices/system/cpu/cpu0/cache";

  /** The caches of every processor; a shared cache appears once per processor that shares it. */
  public static List<CacheIndex> all(HostRoot root) {
    List<CacheIndex> all = new ArrayList<>();
    for (String folder : root.list("sys/devices/system/cpu", "cpu\\d+")) {
      for (String index : root.list(folder + "/cache", "index\\d+")) {
        all.add(
            new CacheIndex(
                root.text(index + "/level").orElse("?"),
                root.text(index + "/type").orElse("?"),
                root.text(index + "/size").orElse("of unknown size"),
                root.text(index + "/shared_cpu_list").orElse(folder)));
      }
    }
    return all;
  }

  /** Why no cache is found. */
  public static String missing(HostRoot root) {
    return root.unlisted(FIRST, "cache");
  }
}
