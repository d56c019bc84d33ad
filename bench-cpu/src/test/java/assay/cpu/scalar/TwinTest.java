package assay.cpu.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TwinTest {
  private static final Path SOURCES = Path.of("src/main/java/assay/cpu/scalar");

  /** The classes for double are those for float with the other type; spaces may differ. */
  @Test
  void doubleClassesAreTheFloatClasses() throws IOException {
    List<Path> floats;
    try (Stream<Path> files = Files.list(SOURCES)) {
      floats = files.filter(f -> f.getFileName().toString().startsWith("Float")).toList();
    }
    assertThat(floats).hasSizeGreaterThan(10);
    for (Path file : floats) {
      Path twin = SOURCES.resolve(file.getFileName().toString().replace("Float", "Double"));
      String expected =
          Files.readString(file).replace("float", "double").replace("Float", "Double");
      assertThat(squeeze(Files.readString(twin))).as("%s", twin).isEqualTo(squeeze(expected));
    }
  }

  /** Without spaces, line breaks and the stars of comments: the formatter moves them. */
  private static String squeeze(String source) {
    return source.replaceAll("[\\s*]+", "");
  }
}
