package assay.core.harness;

import assay.core.spi.Target;
import java.nio.file.Path;
import java.util.ArrayList;
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
   */
  static List<String> args(Target target) {
    return args(target, System.getenv());
  }

  /** A collector in {@code variables} wins, because a JVM refuses two. */
  static List<String> args(Target target, Map<String, String> variables) {
    List<String> args = new ArrayList<>();
    args.add("--add-modules=jdk.incubator.vector");
    args.add("--enable-native-access=ALL-UNNAMED");
    args.add("--sun-misc-unsafe-memory-access=allow");
    if (VARIABLES.stream()
        .noneMatch(v -> COLLECTOR.matcher(variables.getOrDefault(v, "")).find())) {
      args.add("-XX:+UseSerialGC");
    }
    args.add("-XX:MaxRAMPercentage=" + HEAP_SHARE_PERCENT);
    args.add("-Xshare:auto");
    args.addAll(target.jvmArgs());
    return args;
  }

  /**
   * The command of a JVM with a fork's arguments and this program's class path.
   *
   * @param folder its temporary folder
   * @param main its main class, followed by its arguments
   */
  static List<String> command(Target target, WorkFolder folder, Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(args(target));
    command.add(folder.temporaryFolderOfJvm());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command;
  }
}
