package assay.core.environment;

import java.util.ArrayList;
import java.util.List;

/**
 * A cache as one processor sees it, in the kernel's words.
 *
 * @param level such as {@code 3}
 * @param type {@code Data}, {@code Instruction} or {@code Unified}
 * @param size such as {@code 32768K}
 * @param sharers the processors that share it, such as {@code 0-3}
 */
record CacheIndex(String level, String type, String size, String sharers) {
  private static final String FIRST = "sys/devices/system/cpu/cpu0/cache";

  /** Those of every processor: one that is shared stands there once for each of its sharers. */
  static List<CacheIndex> all(HostFiles files) {
    List<CacheIndex> all = new ArrayList<>();
    for (String folder : Processors.folders(files)) {
      for (String index : files.list(folder + "/cache", "index\\d+")) {
        all.add(
            new CacheIndex(
                files.text(index + "/level").orElse("?"),
                files.text(index + "/type").orElse("?"),
                files.text(index + "/size").orElse("of unknown size"),
                files.text(index + "/shared_cpu_list").orElse(folder)));
      }
    }
    return all;
  }

  /** Why there is none. */
  static String missing(HostFiles files) {
    return files.unlisted(FIRST, "cache");
  }
}
