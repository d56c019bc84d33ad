package assay.core.harness;

import assay.core.conformance.Conformance;
import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a target's conformance checks in a separate JVM with a fork's arguments: what passes there
 * holds for measurements, and a driver crash becomes a finding.
 */
public final class ConformanceRun {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final long POLL_MILLIS = 100;

  private ConformanceRun() {}

  /** A check has started, or, with a finding, has ended. */
  record Line(String begun, Conformance.@Nullable Finding finding) {}

  /**
   * Runs all checks.
   *
   * @param heard receives each finding as it is made
   * @throws IOException if the process cannot be started
   */
  public static void run(Target target, Precision precision, Consumer<Conformance.Finding> heard)
      throws IOException, InterruptedException {
    try (WorkFolder folder = WorkFolder.create("assay-conformance")) {
      Path said = Files.createFile(folder.path().resolve("findings.jsonl"));
      Path log = folder.path().resolve("log");
      List<String> command =
          ForkJvm.command(
              target, folder, ConformanceRun.class, target.id(), precision.id(), said.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      String running = "starting the process";
      try (BufferedReader lines = Files.newBufferedReader(said)) {
        boolean alive;
        do {
          alive = !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
          running = follow(lines, running, heard);
        } while (alive);
      } finally {
        process.destroy();
      }
      int code = process.exitValue();
      if (code != 0) {
        heard.accept(
            new Conformance.Finding(
                running,
                Conformance.Status.FAILED,
                "the process ended with " + ForkLogs.exitCode(code) + ": " + ForkLogs.tail(log)));
      }
    }
  }

  /**
   * Reads new lines.
   *
   * @return the check now running
   */
  private static String follow(
      BufferedReader lines, String running, Consumer<Conformance.Finding> heard)
      throws IOException {
    String now = running;
    // Lines are written whole, so a partial line is never read.
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      Line line = MAPPER.readValue(text, Line.class);
      now = line.begun();
      if (line.finding() != null) {
        heard.accept(line.finding());
        now = "ending the process";
      }
    }
    return now;
  }

  /**
   * The child process's main method.
   *
   * @param args target id, precision id, file for the findings
   */
  public static void main(String[] args) throws IOException {
    Target target = Targets.byId(args[0]).orElseThrow();
    Precision precision = Precision.byId(args[1]).orElseThrow();
    Path said = Path.of(args[2]);
    for (Conformance.Check check : Conformance.of(target, precision).checks()) {
      say(said, new Line(check.name(), null));
      say(said, new Line(check.name(), check.run()));
    }
  }

  private static void say(Path said, Line line) throws IOException {
    Files.writeString(said, MAPPER.writeValueAsString(line) + "\n", StandardOpenOption.APPEND);
  }
}
