package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkLogsTest {
  /** A driver that prints Latin-1 must not cost the reader the rest of the log. */
  @Test
  void bytesThatAreNotUtf8LoseOnlyThemselves(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("fork.log");
    Files.write(log, "Ger\u00e4t fehlt\nlast words\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(ForkLogs.tail(log)).isEqualTo("Ger\ufffdt fehlt | last words");
  }
}
