package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.testing.MovingMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A machine whose counters move, written by a process of its own. */
record MovingHost(Path root, Process process) implements AutoCloseable {
  /** On a file system in memory where there is one: renaming a thousand times a second needs it. */
  static MovingHost start(String... options) throws IOException {
    Path memory = Path.of("/dev/shm");
    Path root =
        Files.isDirectory(memory)
            ? Files.createTempDirectory(memory, "assay-moving")
            : Files.createTempDirectory("assay-moving");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MovingMachine.class.getName(), "--folder", root.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("ready");
    return new MovingHost(root, process);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
