package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkLogsTest {
  @Test
  void whatASignalMeansIsSaid(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(
        log, "<forked VM failed with exit code 137>\n<stdout last='10 lines'>\n</stdout>\n");
    assertThat(ForkLogs.tail(log))
        .isEqualTo(
            "forked VM failed with exit code 137 (it was killed, most often by the kernel's"
                + " out-of-memory killer, which dmesg shows): it printed nothing");
    assertThat(ForkLogs.exitCode(134)).isEqualTo("exit code 134 (it crashed)");
    assertThat(ForkLogs.exitCode(1)).isEqualTo("exit code 1");
  }

  /** A driver that prints Latin-1 must not cost the reader the rest of the log. */
  @Test
  void bytesThatAreNotUtf8LoseOnlyThemselves(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("fork.log");
    Files.write(log, "Ger\u00e4t fehlt\nlast words\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(ForkLogs.tail(log)).isEqualTo("Ger\ufffdt fehlt | last words");
  }
}
