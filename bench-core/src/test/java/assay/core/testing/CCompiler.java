package assay.core.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Builds small C libraries for tests. */
public final class CCompiler {
  private CCompiler() {}

  /**
   * Builds a shared library with gcc; warnings are errors. The test is skipped where there is no
   * gcc.
   *
   * @param library where it goes; its folder is made
   * @param arguments options such as {@code -DNAME=value}, and sources
   * @return the library
   */
  public static Path shared(Path library, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-Wall", "-Werror"));
    command.addAll(arguments);
    command.addAll(List.of("-o", library.toString(), "-lm", "-ldl"));
    try {
      Files.createDirectories(library.toAbsolutePath().getParent());
      Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = gcc.waitFor();
      if (exit != 0) {
        throw new AssertionError("gcc ended with " + exit + ": " + output);
      }
      return library;
    } catch (IOException e) {
      return Assumptions.abort("gcc cannot be run (" + e.getMessage() + "); install it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
