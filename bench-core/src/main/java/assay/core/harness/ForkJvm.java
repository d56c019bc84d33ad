package assay.core.harness;

import assay.core.host.CpuTopology;
import assay.core.host.HostRoot;
import assay.core.spi.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Arguments of a fork's JVM. */
final class ForkJvm {
  private static final long HEAP_SHARE_PERCENT = 60;

  /** Variables from which a JVM takes options before its arguments. */
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC(?!\\S)");

  private ForkJvm() {}

  /**
   * Arguments for every fork, followed by the target's own. The serial collector runs no concurrent
   * threads and has the cheapest barriers; nothing that is timed allocates. Inputs live outside the
   * heap, which is why the heap is limited.
   *
   * @param threads that compute
   */
  static List<String> args(Target target, int threads) {
    return args(target, threads, HostRoot.machine(), System.getenv());
  }

  /**
   * A collector in {@code variables} wins, because a JVM refuses two.
   *
   * <p>Where threads compute in several memory nodes, the pages of the heap take turns among all
   * nodes: an array is zeroed by one thread, so that all of it would lie in this thread's node, and
   * all others would compute on remote memory. Threads of one node have their memory there anyway.
   */
  static List<String> args(
      Target target, int threads, HostRoot root, Map<String, String> variables) {
    List<String> args = new ArrayList<>();
    args.add("--add-modules=jdk.incubator.vector");
    args.add("--enable-native-access=ALL-UNNAMED");
    args.add("--sun-misc-unsafe-memory-access=allow");
    if (VARIABLES.stream()
        .noneMatch(v -> COLLECTOR.matcher(variables.getOrDefault(v, "")).find())) {
      args.add("-XX:+UseSerialGC");
    }
    BitSet usable = CpuTopology.allowed(root).orElse(new BitSet());
    if (CpuTopology.read(root).nodes(usable, threads).size() > 1) {
      args.add("-XX:+UseNUMAInterleaving");
    }
    args.add("-XX:MaxRAMPercentage=" + HEAP_SHARE_PERCENT);
    args.add("-Xshare:auto");
    args.addAll(target.jvmArgs());
    return args;
  }

  /**
   * The command of a JVM with a fork's arguments and this program's class path; nothing in it is
   * timed.
   *
   * @param folder its temporary folder
   * @param main its main class, followed by its arguments
   */
  static List<String> command(Target target, WorkFolder folder, Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(args(target, 1));
    command.add(folder.temporaryFolderOfJvm());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command;
  }
}
