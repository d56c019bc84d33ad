package assay.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramFolderTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  @Test
  void aFolderIsCreatedAndNothingStaysInIt() throws IOException {
    Path inner = folder.resolve("a").resolve("b");
    assertThat(ProgramFolder.trouble(inner, MIB)).isEmpty();
    try (Stream<Path> files = Files.list(inner)) {
      assertThat(files).isEmpty();
    }
    assertThat(ProgramFolder.trouble(inner, Long.MAX_VALUE).orElseThrow())
        .matches("has [0-9]+ KiB of space left");
  }

  @Test
  void aFileInTheWayIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThat(ProgramFolder.trouble(file, MIB))
        .contains("cannot be written (a file of that name is in the way)");
    assertThat(ProgramFolder.trouble(file.resolve("inner"), MIB).orElseThrow())
        .startsWith("cannot be written (");
  }

  /** Only root may mount file systems. */
  @ParameterizedTest
  @CsvSource({
    "'size=64k', has 64 KiB of space left",
    "'size=4m,noexec', is on a file system from which nothing may be executed (noexec)",
    "'size=4m,ro', cannot be written (Read-only file system)"
  })
  void aFileSystemThatDoesNotDoIsSaid(String options, String why) throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", options, "tmpfs", mounted.toString()),
        "mounting a file system is not permitted");
    try {
      assertThat(ProgramFolder.trouble(mounted, MIB)).contains(why);
    } finally {
      assertThat(command("umount", mounted.toString())).isTrue();
    }
  }

  private static boolean command(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }
}
