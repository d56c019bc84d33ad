package assay.core.harness;

import assay.core.spi.Target;
import java.util.ArrayList;
import java.util.List;

/** The JVM arguments of a measured fork, for programs that start one themselves. */
public final class ForkArguments {
  private ForkArguments() {}

  /**
   * All arguments: those of every fork, the target's, and the number of threads.
   *
   * @param threads host threads to compute with, at least 1
   */
  public static List<String> of(Target target, int threads) {
    List<String> args = new ArrayList<>(ForkJvm.args(target, threads));
    args.add(ForkSettings.threadsArg(threads));
    return args;
  }
}
