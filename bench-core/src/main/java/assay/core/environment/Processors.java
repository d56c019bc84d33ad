package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.CacheIndex;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which processors the machine has, how many, and their caches. x86, Arm, RISC-V and POWER name
 * things differently in {@code /proc/cpuinfo}.
 */
final class Processors {
  private static final String CPUS = "sys/devices/system/cpu";

  /** Extensions that Assay's kernels may be compiled for; other flags matter little. */
  private static final Pattern SIMD =
      Pattern.compile(
          "(sse4_|avx|amx|fma|f16c|gfni|asimd|sve|sme2|sme[bfi]\\d|smefa64|bf16|i8mm|fphp|neon|vsx).*|.*_?bf16");

  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

  private final HostRoot root;
  private final CpuInfo info;

  private Processors(HostRoot root, CpuInfo info) {
    this.root = root;
    this.info = info;
  }

  static void read(HostRoot root, CpuInfo info, Findings findings) {
    Processors processors = new Processors(root, info);
    processors.kind(findings);
    processors.counts(findings);
    findings.identity("cpu.caches", processors.caches());
    findings.settings("cpu.simd", processors.simd());
  }

  /** Folders of the processors that the kernel knows, {@code cpu0} first. */
  static List<String> folders(HostRoot root) {
    return root.list(CPUS, "cpu\\d+");
  }

  private void kind(Findings findings) {
    findings.identity(
        "cpu.model",
        info.value("model name", "Model Name", "cpu", "uarch")
            .or(() -> info.both("implementer %s part %s", "CPU implementer", "CPU part")));
    findings.identity("cpu.vendor", info.value("vendor_id", "CPU implementer", "mvendorid"));
    findings.identity("cpu.family", info.value("cpu family", "CPU architecture"));
    findings.identity("cpu.modelNumber", info.value("model", "CPU part", "marchid"));
    // Arm writes major and minor revision as r1p2.
    findings.identity(
        "cpu.stepping",
        info.value("stepping")
            .or(() -> info.both("r%sp%s", "CPU variant", "CPU revision"))
            .or(() -> info.value("mimpid", "revision")));
    findings.identity("architecture", architecture());
  }

  /** The JVM's property describes this machine, but not one that a folder represents. */
  private Availability<String> architecture() {
    return root.isMachine()
        ? HostRoot.stated("the property os.arch", System.getProperty("os.arch", ""))
        : root.text("proc/sys/kernel/arch");
  }

  private void counts(Findings findings) {
    findings.identity("cpu.sockets", distinct("package_cpus_list", "core_siblings_list"));
    findings.identity("cpu.cores", distinct("core_cpus_list", "thread_siblings_list"));
    findings.identity("cpu.logical", logical());
  }

  /** Number of distinct processor sets in a topology file. */
  private Availability<String> distinct(String file, String olderFile) {
    List<String> folders = folders(root);
    Set<String> sets = new HashSet<>();
    for (String folder : folders) {
      // An offline processor has no topology.
      if (topology(folder, file, olderFile) instanceof Available<String>(String known)) {
        sets.add(known);
      }
    }
    if (!sets.isEmpty()) {
      return new Available<>(String.valueOf(sets.size()));
    }
    return folders.isEmpty()
        ? new Unavailable<>(root.unlisted(CPUS, "processor"))
        : topology(folders.getFirst(), file, olderFile);
  }

  private Availability<String> topology(String folder, String file, String olderFile) {
    return root.text(folder + "/topology/" + file)
        .or(() -> root.text(folder + "/topology/" + olderFile));
  }

  /** Counts present processors, not those online, which is a setting. */
  private Availability<String> logical() {
    Availability<String> present = root.text(CPUS + "/present");
    if (present instanceof Available<String>(String list)) {
      return count(list);
    }
    int blocks = info.values("processor").size();
    return blocks == 0 ? present : new Available<>(String.valueOf(blocks));
  }

  /** How many numbers a list such as {@code 0-3,8} contains. */
  private Availability<String> count(String list) {
    Matcher range = RANGE.matcher(list);
    int count = 0;
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      count += range.group(2) == null ? 1 : Integer.parseInt(range.group(2)) - first + 1;
    }
    return count > 0
        ? new Available<>(String.valueOf(count))
        : new Unavailable<>(
            root.nameOf(CPUS + "/present") + " is not a list of processors: " + list);
  }

  private Availability<String> caches() {
    Map<String, Set<String>> sharers = new TreeMap<>();
    for (CacheIndex cache : CacheIndex.all(root)) {
      sharers
          .computeIfAbsent(
              "L" + cache.level() + " " + cache.type() + " " + cache.size(),
              key -> new LinkedHashSet<>())
          .add(cache.sharers());
    }
    return sharers.isEmpty()
        ? new Unavailable<>(CacheIndex.missing(root))
        : new Available<>(
            sharers.entrySet().stream()
                .map(cache -> cache.getValue().size() + " × " + cache.getKey())
                .collect(Collectors.joining(", ")));
  }

  private Availability<String> simd() {
    Set<String> names = new TreeSet<>(info.flags());
    if (names.isEmpty()) {
      return info.value("isa", "flags", "Features");
    }
    names.removeIf(flag -> !SIMD.matcher(flag).matches());
    return new Available<>(names.isEmpty() ? "none" : String.join(" ", names));
  }
}
