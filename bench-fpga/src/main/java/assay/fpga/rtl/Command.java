package assay.fpga.rtl;

import assay.core.files.AnyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to completion and captures its output. */
final class Command {
  private final Map<String, String> environment;

  /**
   * @param environment the program's whole environment, including the search path for it
   */
  Command(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Result of a program.
   *
   * @param status exit status, 0 for success
   */
  record Result(int status, String output, String errors) {
    /** The last nonblank line, preferably of the errors, for messages. */
    String lastWords() {
      String text = errors.isBlank() ? output : errors;
      return text.lines()
          .filter(l -> !l.isBlank())
          .reduce((a, b) -> b)
          .orElse("it printed nothing");
    }
  }

  /**
   * Runs it. Its standard input stays open and empty until it or this process ends.
   *
   * @throws IOException if it cannot be started or does not end in time
   */
  Result run(List<String> command, long limitSeconds) throws IOException {
    Path output = Files.createTempFile("assay-rtl", ".out");
    Path errors = Files.createTempFile("assay-rtl", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      int status = await(builder.start(), command.getFirst(), limitSeconds);
      return new Result(status, AnyText.read(output), AnyText.read(errors));
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }

  private static int await(Process process, String name, long limitSeconds) throws IOException {
    try {
      if (process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new IOException(name + " did not finish within " + limitSeconds + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ran", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
