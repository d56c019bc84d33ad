package assay.core.harness;

import assay.core.workload.WorkloadException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH's own command line on the same benchmarks. */
public final class JmhMain {
  private JmhMain() {}

  /**
   * Runs JMH's main program, which prints to standard output. The cold benchmark runs only if it is
   * named.
   *
   * @throws WorkloadException if JMH does not accept the arguments, no benchmark matches or there
   *     is no such target; JMH itself would exit with 1, a regression here, or with 0
   * @throws IOException if a result file cannot be written
   */
  public static void run(String... args) throws IOException {
    System.setProperty("jmh.ignoreLock", "true");
    CommandLineOptions options = options(args);
    List<String> all = new ArrayList<>(List.of(args));
    if (options.getIncludes().isEmpty() && !options.shouldList()) {
      all.addAll(List.of("-e", ColdWorkloadBenchmark.class.getSimpleName()));
    }
    Interruption.endForksWithThisProcess();
    org.openjdk.jmh.Main.main(all.toArray(String[]::new));
  }

  private static CommandLineOptions options(String... args) {
    CommandLineOptions options;
    try {
      options = new CommandLineOptions(args);
    } catch (CommandLineOptionException e) {
      throw new WorkloadException("JMH: " + e.getMessage());
    }
    OutputFormat quiet =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
    boolean none =
        BenchmarkList.defaultList()
            .find(quiet, options.getIncludes(), options.getExcludes())
            .isEmpty();
    if (none) {
      throw new WorkloadException(
          String.format(
              Locale.ROOT,
              "no benchmark matches: include %s, exclude %s",
              options.getIncludes(),
              options.getExcludes()));
    }
    options.getParameter("target").orElse(List.of()).forEach(ForkMain::target);
    return options;
  }
}
