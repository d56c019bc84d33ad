package assay.cli;

import assay.core.harness.JmhMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code assay jmh}: JMH's own command line. */
@Command(
    name = "jmh",
    description = "JMH's own command line on the same benchmark; JMH's options follow '--'.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay jmh -- -l",
      "  assay jmh -- ColdWorkloadBenchmark -p target=cpu-simd",
      "  assay jmh -- -p target=cpu-simd -p 'workload=gemm/m:512;n:512;k:512' -prof gc",
      "",
      "In -p, write ';' for ',' and ':' for '=' in a workload, because JMH splits parameters there."
    })
final class JmhCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ARGS",
      description = "Arguments for JMH; '-h' lists them.")
  private List<String> args = new ArrayList<>();

  JmhCommand() {}

  @Override
  public Integer call() throws IOException {
    JmhMain.run(args.toArray(String[]::new));
    return ExitCode.OK;
  }
}
