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
   * Runs JMH's main program, which prints to standard output. The cold benchmark runs only if it is
   * named.
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
      // JMH's main program reports this error itself.
      return false;
    }
  }
}
