package assay.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder = Path.of("");

  private long entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("run.json");
    AtomicFile.write(file, "old and longer");
    AtomicFile.write(file, "new");

    assertThat(file).hasContent("new");
    assertThat(entries()).isEqualTo(1);
    assertThat(Sha256.of(file)).isEqualTo(Sha256.of("new"));
  }

  @Test
  void whatCannotBePutInPlaceLeavesNothing() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken"));
    Files.writeString(taken.resolve("inside"), "x");

    assertThatThrownBy(() -> AtomicFile.write(taken, "new")).isInstanceOf(IOException.class);
    assertThat(entries()).isEqualTo(1);
  }
}
