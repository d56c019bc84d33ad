package assay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The command line, called in this process or in a JVM of its own. */
final class Cli {
  private static final long LIMIT_SECONDS = 120;

  private Cli() {}

  /** What a call gave. */
  record Answer(int code, String out, String err) {
    /** For assertion messages. */
    String all() {
      return "exit " + code + "\n--- out\n" + out + "\n--- err\n" + err;
    }
  }

  static Answer run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Assay.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = line.execute(args);
    return new Answer(code, out.toString(), err.toString());
  }

  /** In a process of its own, with its real standard output. */
  static Answer process(List<String> jvmArgs, String... args)
      throws IOException, InterruptedException {
    return process(Map.of(), jvmArgs, args);
  }

  /** With these environment variables added. */
  static Answer process(Map<String, String> environment, List<String> jvmArgs, String... args)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("assay-test", ".out");
    try {
      return process(environment, out, jvmArgs, args);
    } finally {
      Files.delete(out);
    }
  }

  /** A process that prints to the file {@code out}. */
  static Answer process(Path out, List<String> jvmArgs, String... args)
      throws IOException, InterruptedException {
    return process(Map.of(), out, jvmArgs, args);
  }

  private static Answer process(
      Map<String, String> environment, Path out, List<String> jvmArgs, String... args)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile("assay-test", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(jvmArgs, args))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            "not finished after " + LIMIT_SECONDS + " s: " + String.join(" ", args));
      }
      return new Answer(process.exitValue(), Files.isRegularFile(out) ? text(out) : "", text(err));
    } finally {
      Files.delete(err);
    }
  }

  /** The command that calls it in a process of its own. */
  static List<String> command(List<String> jvmArgs, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvmArgs);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Assay.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** A suite whose forks are as short as they can be: 3 iterations, an odd number. */
  static Path tinySuite(Path folder, String... workloads) throws IOException {
    Path file = folder.resolve("tiny.yaml");
    Files.writeString(
        file,
        """
        name: tiny
        description: the shortest forks there can be
        precisions: [f32]
        forks: 1
        halfWidthPercent: 5
        measure: {warmup: 1, warmupMillis: 10, iterations: 2, iterationMillis: 10, trainingWarmupSteps: 0}
        workloads:
        """
            + String.join(
                "", java.util.Arrays.stream(workloads).map(w -> "  - " + w + "\n").toList()));
    return file;
  }
}
