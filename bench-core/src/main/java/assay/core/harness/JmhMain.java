package assay.core.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** JMH's own command line on the same benchmarks. */
public final class JmhMain {
  private JmhMain() {}

  /**
   * Runs JMH's main program; it prints to standard output as JMH does. The cold benchmark runs
   * where it is named, and not because nothing is.
   *
   * @throws IOException if a result file cannot be written
   */
  public static void run(String... args) throws IOException {
    System.setProperty("jmh.ignoreLock", "true");
    List<String> all = new ArrayList<>(List.of(args));
    if (namesNothing(args)) {
      all.addAll(List.of("-e", ColdWorkloadBenchmark.class.getSimpleName()));
    }
    org.openjdk.jmh.Main.main(all.toArray(String[]::new));
  }

  private static boolean namesNothing(String... args) {
    try {
      CommandLineOptions options = new CommandLineOptions(args);
      return options.getIncludes().isEmpty() && !options.shouldList();
    } catch (CommandLineOptionException e) {
      // JMH's main program says it again, in its own way.
      return false;
    }
  }
}
