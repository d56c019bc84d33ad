package assay.core.harness;

import assay.core.spi.Target;
import java.util.ArrayList;
import java.util.List;

/** Arguments of a fork's JVM. */
final class ForkJvm {
  private static final long HEAP_SHARE_PERCENT = 60;

  private ForkJvm() {}

  /**
   * Those every fork gets, then the target's own. The serial collector has no threads that run
   * beside the measurement and the cheapest barriers; nothing that is timed allocates. Inputs live
   * outside the heap, hence its share.
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
