package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.host.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that stay open, as on the machine itself. */
class SmallFileTest {
  @TempDir Path folder;
  private Path path = Path.of("");

  @BeforeEach
  void place() {
    path = folder.resolve("value");
  }

  private SmallFile open() {
    return new SmallFile(path, new HostRoot(folder), true, SmallFile.NUMBER);
  }

  private static String text(SmallFile file) {
    return new String(file.bytes(), 0, file.length(), StandardCharsets.UTF_8);
  }

  @Test
  void readsAnewFromTheBeginningEachTime() throws IOException {
    Files.writeString(path, "first");
    try (SmallFile file = open()) {
      assertThat(file.refresh()).isTrue();
      assertThat(text(file)).isEqualTo("first");
      Files.writeString(path, "2nd");
      assertThat(file.refresh()).isTrue();
      assertThat(text(file)).isEqualTo("2nd");
      Files.writeString(path, "");
      assertThat(file.refresh()).isFalse();
      assertThat(file.problem()).isEqualTo("/value is empty");
      Files.writeString(path, "4th");
      assertThat(file.refresh()).isTrue();
      assertThat(file.problem()).isEmpty();
    }
  }

  @Test
  void takesNoMoreThanItsCapacity() throws IOException {
    Files.writeString(path, "x".repeat(1000));
    try (SmallFile file = open()) {
      assertThat(file.refresh()).isTrue();
      assertThat(file.length()).isEqualTo(SmallFile.NUMBER);
      assertThat(file.excerpt()).hasSize(41).endsWith("…");
    }
  }

  @Test
  void opensWhatWasNotThereAtFirst() throws IOException {
    try (SmallFile file = open()) {
      assertThat(file.refresh()).isFalse();
      assertThat(file.problem()).isEqualTo("/value does not exist");
      assertThat(file.denied()).isFalse();
      Files.writeString(path, "here");
      assertThat(file.refresh()).isTrue();
    }
  }

  @Test
  void anInterruptOfTheReaderDoesNotEndIt() throws IOException {
    Files.writeString(path, "1");
    try (SmallFile file = open()) {
      assertThat(file.refresh()).isTrue();
      Thread.currentThread().interrupt();
      boolean interrupted = file.refresh();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(interrupted).isTrue();
      assertThat(file.refresh()).isTrue();
    }
  }

  @Test
  void aFolderIsAProblemAndNoText() throws IOException {
    Files.createDirectory(path);
    try (SmallFile file = open()) {
      assertThat(file.refresh()).isFalse();
      assertThat(file.problem()).startsWith("/value cannot be read");
    }
  }

  @Test
  void anOpenFileOfAProcessThatHasEndedSaysSo() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs Linux's /proc");
    Process process = new ProcessBuilder("sleep", "60").start();
    HostRoot machine = HostRoot.machine();
    try (SmallFile file =
        new SmallFile(machine, "proc/" + process.pid() + "/stat", SmallFile.TEXT)) {
      assertThat(file.refresh()).isTrue();
      process.destroyForcibly().waitFor();
      assertThat(file.refresh()).isFalse();
      assertThat(file.problem()).startsWith("/proc/" + process.pid() + "/stat ");
    }
  }
}
