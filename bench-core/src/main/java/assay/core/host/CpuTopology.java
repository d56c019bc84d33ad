package assay.core.host;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the online processors are, as the kernel shows it in {@code /sys/devices/system}: which of
 * them are threads of one core, in which memory node, and of which kind where a machine has
 * several.
 */
public final class CpuTopology {
  private static final String CPUS = "sys/devices/system/cpu";
  private static final String NODES = "sys/devices/system/node";
  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");
  private static final Pattern ALLOWED = Pattern.compile("Cpus_allowed_list:\\s*(\\S+)");

  private final List<Cpu> cpus;

  private CpuTopology(List<Cpu> cpus) {
    this.cpus = List.copyOf(cpus);
  }

  /**
   * An online processor.
   *
   * @param number as the kernel counts
   * @param core the processors of its core, such as {@code 0,8}; its own number if not stated
   * @param node its memory node; null if not stated
   * @param kind {@code performance}, {@code efficiency} (x86 with several kinds of cores), {@code
   *     capacity 446} (Arm); null if the kernel shows only one kind
   */
  public record Cpu(int number, String core, @Nullable Integer node, @Nullable String kind) {}

  /** The online processors of a machine. */
  public static CpuTopology read(HostRoot root) {
    Map<Integer, Integer> nodes = new TreeMap<>();
    for (String folder : root.list(NODES, "node\\d+")) {
      int node = number(folder);
      list(root.text(folder + "/cpulist").orElse("")).stream().forEach(cpu -> nodes.put(cpu, node));
    }
    BitSet performance = list(root.text("sys/devices/cpu_core/cpus").orElse(""));
    BitSet efficiency = list(root.text("sys/devices/cpu_atom/cpus").orElse(""));
    List<Cpu> cpus = new ArrayList<>();
    for (String folder : root.list(CPUS, "cpu\\d+")) {
      Availability<String> core =
          root.text(folder + "/topology/core_cpus_list")
              .or(() -> root.text(folder + "/topology/thread_siblings_list"));
      if (core instanceof Available<String>(String siblings)) {
        int cpu = number(folder);
        String kind =
            performance.get(cpu) ? "performance" : efficiency.get(cpu) ? "efficiency" : null;
        cpus.add(
            new Cpu(cpu, siblings, nodes.get(cpu), kind == null ? capacity(root, folder) : kind));
      }
    }
    boolean one = cpus.stream().map(cpu -> String.valueOf(cpu.kind())).distinct().count() == 1;
    return new CpuTopology(
        cpus.stream()
            .map(cpu -> one ? new Cpu(cpu.number(), cpu.core(), cpu.node(), null) : cpu)
            .toList());
  }

  private static @Nullable String capacity(HostRoot root, String folder) {
    return root.text(folder + "/cpu_capacity").map(c -> "capacity " + c).orNull();
  }

  private static int number(String folder) {
    return Integer.parseInt(folder.replaceFirst(".*\\D", ""));
  }

  /** The numbers in a list such as {@code 0-3,8}. */
  public static BitSet list(String text) {
    BitSet numbers = new BitSet();
    Matcher range = RANGE.matcher(text);
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      numbers.set(first, Math.max(first, last) + 1);
    }
    return numbers;
  }

  /** Processors that this process may use, by the kernel's own list. */
  public static Availability<BitSet> allowed(HostRoot root) {
    Availability<String> status = root.text("proc/self/status");
    if (!(status instanceof Available<String>(String text))) {
      return status.map(CpuTopology::list);
    }
    Matcher allowed = ALLOWED.matcher(text);
    return allowed.find()
        ? new Available<>(list(allowed.group(1)))
        : new Unavailable<>("/proc/self/status has no 'Cpus_allowed_list'");
  }

  /** The processors by number, as far as the kernel shows where they are. */
  public List<Cpu> cpus() {
    return cpus;
  }

  /** Those of the processors that are online, in words, or why the kernel does not tell. */
  public Availability<String> describe(BitSet numbers) {
    List<Cpu> found = cpus.stream().filter(cpu -> numbers.get(cpu.number())).toList();
    if (found.isEmpty()) {
      return new Unavailable<>("the kernel does not show the topology of these processors");
    }
    Map<String, List<Cpu>> cores = new LinkedHashMap<>();
    found.forEach(cpu -> cores.computeIfAbsent(cpu.core(), _ -> new ArrayList<>()).add(cpu));
    String text = Counted.withCounts(cores.values().stream().map(CpuTopology::describe).toList());
    long nodes = found.stream().map(Cpu::node).distinct().count();
    boolean stated = found.stream().allMatch(cpu -> cpu.node() != null);
    return new Available<>(
        stated ? text + ", in " + nodes + (nodes == 1 ? " memory node" : " memory nodes") : text);
  }

  private static String describe(List<Cpu> core) {
    String kind = core.getFirst().kind();
    return (kind == null ? "core" : kind + " core")
        + " with "
        + core.size()
        + (core.size() == 1 ? " thread" : " threads");
  }

  /**
   * The processors in the order in which threads should be placed on them: a thread on each core
   * before any core has two, fast kinds before slow ones, node by node; processor 0, which often
   * serves interrupts, last of its kind in its node.
   *
   * @param allowed numbers of the processors that may be used
   */
  public List<Cpu> placement(BitSet allowed) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    record Ranked(Cpu cpu, int sibling) {}
    List<Ranked> ranked = new ArrayList<>();
    for (Cpu cpu : cpus) {
      if (allowed.get(cpu.number())) {
        ranked.add(new Ranked(cpu, seen.merge(cpu.core(), 1, Integer::sum)));
      }
    }
    return ranked.stream()
        .sorted(
            Comparator.comparingInt(Ranked::sibling)
                .thenComparingInt(r -> rank(r.cpu().kind()))
                .thenComparingInt(r -> r.cpu().node() == null ? 0 : r.cpu().node())
                .thenComparing(r -> r.cpu().number() == 0)
                .thenComparingInt(r -> r.cpu().number()))
        .map(Ranked::cpu)
        .collect(Collectors.toList());
  }

  /**
   * The memory nodes in which threads compute: those of their places, or of all allowed processors
   * if there are more threads than these.
   *
   * @param allowed numbers of the processors that may be used
   * @return empty if the kernel states no nodes
   */
  public Set<Integer> nodes(BitSet allowed, int threads) {
    List<Cpu> places = placement(allowed);
    return places.subList(0, Math.min(threads, places.size())).stream()
        .flatMap(cpu -> Stream.ofNullable(cpu.node()))
        .collect(Collectors.toSet());
  }

  /** Faster kinds first. */
  private static int rank(@Nullable String kind) {
    if (kind == null || kind.equals("performance")) {
      return 0;
    }
    return kind.startsWith("capacity ") && kind.matches("capacity \\d{1,6}")
        ? -Integer.parseInt(kind.substring("capacity ".length()))
        : 1;
  }
}
