package assay.core.harness;

import assay.core.spi.Target;
import java.util.ArrayList;
import java.util.List;

/** Arguments of a fork's JVM. */
final class ForkJvm {
  private static final long HEAP_SHARE_PERCENT = 60;

  private ForkJvm() {}

  /**
   * Arguments for every fork, followed by the target's own. The serial collector runs no concurrent
   * threads and has the cheapest barriers; nothing that is timed allocates. Inputs live outside the
   * heap, which is why the heap is limited.
   */
  static List<String> args(Target target) {
    List<String> args = new ArrayList<>();
    args.add("--add-modules=jdk.incubator.vector");
    args.add("--enable-native-access=ALL-UNNAMED");
    args.add("--sun-misc-unsafe-memory-access=allow");
    args.add("-XX:+UseSerialGC");
    args.add("-XX:MaxRAMPercentage=" + HEAP_SHARE_PERCENT);
    args.add("-Xshare:auto");
    args.addAll(target.jvmArgs());
    return args;
  }
}
