package assay.core.harness;

import assay.core.contract.Contract;
import assay.core.program.Precision;
import assay.core.target.Target;
import assay.core.target.Targets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the contract of a target in a JVM of its own, with the arguments a fork gets: what holds
 * there holds where measurements are made, and a crash of a driver is a finding.
 */
public final class ContractRun {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Begins the lines of the child that are ours; libraries may print what they like. */
  private static final String MARK = "assay-contract ";

  private ContractRun() {}

  /** A check begins, or has ended where there is a finding. */
  record Line(String begun, Contract.@Nullable Finding finding) {}

  /**
   * Runs all checks.
   *
   * @param heard told of each finding as it is made
   * @throws IOException if the process cannot be started
   */
  public static void run(Target target, Precision precision, Consumer<Contract.Finding> heard)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("assay-contract", ".log");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ForkJvm.args(target));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(ContractRun.class.getName(), target.id(), precision.id()));
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      String running = "start of the process";
      try (BufferedReader lines = process.inputReader()) {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
          if (text.startsWith(MARK)) {
            Line line = MAPPER.readValue(text.substring(MARK.length()), Line.class);
            running = line.begun();
            if (line.finding() != null) {
              heard.accept(line.finding());
              running = "end of the process";
            }
          }
        }
      } finally {
        process.destroy();
      }
      int code = process.waitFor();
      if (code != 0) {
        heard.accept(
            new Contract.Finding(
                running,
                Contract.Status.BROKEN,
                "the process ended with exit code " + code + ": " + ForkLogs.tail(log)));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /**
   * What the child process runs.
   *
   * @param args id of the target, id of the precision
   */
  public static void main(String[] args) {
    Target target = Targets.byId(args[0]).orElseThrow();
    Precision precision = Precision.byId(args[1]).orElseThrow();
    for (Contract.Check check : Contract.of(target, precision).checks()) {
      say(new Line(check.name(), null));
      say(new Line(check.name(), check.run()));
    }
  }

  private static void say(Line line) {
    System.out.println(MARK + MAPPER.writeValueAsString(line));
    System.out.flush();
  }
}
