package assay.report.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts to the byte. After a wanted change, run with {@code -Dassay.golden=write} and read the
 * difference before it is committed.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "assay", "report");

  private Golden() {}

  /** Compares a text with a file below the resources of the reports. */
  public static void check(String file, String text) throws IOException {
    Path golden = FOLDER.resolve(file);
    if ("write".equals(System.getProperty("assay.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, text);
    }
    assertThat(text).as(file).isEqualTo(Files.readString(golden));
  }
}
