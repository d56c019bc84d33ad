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
import java.util.Optional;
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
  private final Optional<String> hidden;

  private Processors(HostRoot root, CpuInfo info) {
    this.root = root;
    this.info = info;
    this.hidden = hidden(root);
  }

  static void read(HostRoot root, CpuInfo info, Findings findings) {
    Processors processors = new Processors(root, info);
    processors.kind(findings);
    processors.counts(findings);
    findings.identity("cpu.caches", processors.whole(processors.caches()));
    findings.settings("cpu.simd", processors.simd());
  }

  /** Folders of the processors that the kernel knows, {@code cpu0} first. */
  static List<String> folders(HostRoot root) {
    return root.list(CPUS, "cpu\\d+");
  }

  /**
   * Why a part of the machine cannot be seen: the kernel shows the topology and the caches of
   * processors only while they are online. That a processor is offline is a setting, so what would
   * look smaller for it must not identify the machine. Offline threads hide nothing while another
   * thread of their core is online.
   */
  static Optional<String> hidden(HostRoot root) {
    int present = size(root.text(CPUS + "/present").orElse(""));
    int shown = 0;
    Set<String> cores = new HashSet<>();
    for (String folder : folders(root)) {
      if (topology(root, folder, "core_cpus_list", "thread_siblings_list")
          instanceof Available<String>(String known)) {
        shown++;
        cores.add(known);
      }
    }
    int threads = cores.stream().mapToInt(Processors::size).max().orElse(0);
    boolean all =
        shown == 0
            || shown >= present
            || cores.size() * threads == present
            || root.text(CPUS + "/smt/control").orElse("").matches("off|forceoff");
    return all
        ? Optional.empty()
        : Optional.of(
            (present - shown)
                + " of "
                + present
                + " processors are offline, and the kernel shows the topology of the others only");
  }

  /** An answer that counts what the whole machine has. */
  private Availability<String> whole(Availability<String> answer) {
    return hidden.<Availability<String>>map(Unavailable::new).orElse(answer);
  }

  /** What the processors are; with counts if they differ. */
  private Availability<String> kindOf(String... names) {
    for (String name : names) {
      List<String> values = info.values(name);
      if (!values.isEmpty()) {
        return values.stream().distinct().count() > 1
            ? whole(info.value(names))
            : info.value(names);
      }
    }
    return info.value(names);
  }

  private void kind(Findings findings) {
    findings.identity(
        "cpu.model",
        kindOf("model name", "Model Name", "cpu", "uarch")
            .or(() -> info.both("implementer %s part %s", "CPU implementer", "CPU part")));
    findings.identity("cpu.vendor", kindOf("vendor_id", "CPU implementer", "mvendorid"));
    findings.identity("cpu.family", kindOf("cpu family", "CPU architecture"));
    findings.identity("cpu.modelNumber", kindOf("model", "CPU part", "marchid"));
    // Arm writes major and minor revision as r1p2.
    findings.identity(
        "cpu.stepping",
        kindOf("stepping")
            .or(() -> info.both("r%sp%s", "CPU variant", "CPU revision"))
            .or(() -> kindOf("mimpid", "revision")));
    findings.identity("architecture", architecture());
  }

  /** The JVM's property describes this machine, but not one that a folder represents. */
  private Availability<String> architecture() {
    return root.isMachine()
        ? HostRoot.stated("the property os.arch", System.getProperty("os.arch", ""))
        : root.text("proc/sys/kernel/arch");
  }

  private void counts(Findings findings) {
    findings.identity("cpu.sockets", whole(distinct("package_cpus_list", "core_siblings_list")));
    findings.identity("cpu.cores", whole(distinct("core_cpus_list", "thread_siblings_list")));
    findings.identity("cpu.logical", logical());
  }

  /** Number of distinct processor sets in a topology file. */
  private Availability<String> distinct(String file, String olderFile) {
    List<String> folders = folders(root);
    Set<String> sets = new HashSet<>();
    for (String folder : folders) {
      // An offline processor has no topology.
      if (topology(root, folder, file, olderFile) instanceof Available<String>(String known)) {
        sets.add(known);
      }
    }
    if (!sets.isEmpty()) {
      return new Available<>(String.valueOf(sets.size()));
    }
    return folders.isEmpty()
        ? new Unavailable<>(root.unlisted(CPUS, "processor"))
        : topology(root, folders.getFirst(), file, olderFile);
  }

  private static Availability<String> topology(
      HostRoot root, String folder, String file, String olderFile) {
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

  private Availability<String> count(String list) {
    int count = size(list);
    return count > 0
        ? new Available<>(String.valueOf(count))
        : new Unavailable<>(
            root.nameOf(CPUS + "/present") + " is not a list of processors: " + list);
  }

  /** How many numbers a list such as {@code 0-3,8} contains. */
  private static int size(String list) {
    Matcher range = RANGE.matcher(list);
    int size = 0;
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      size += range.group(2) == null ? 1 : Integer.parseInt(range.group(2)) - first + 1;
    }
    return size;
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
