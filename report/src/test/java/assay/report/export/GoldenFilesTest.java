package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every format to the byte, under every kind of locale. After a wanted change, run with {@code
 * -Dassay.golden=write} and read the difference before it is committed.
 */
class GoldenFilesTest {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "assay", "report", "export");
  private static final List<String> NAMES =
      List.of("csv", "json", "md", "junit", "prom", "jmh", "mllog", "gab", "github");

  @Test
  void everyFormatIsFoundByItsName() {
    assertThat(Exports.all().stream().map(Export::name)).containsExactlyElementsOf(NAMES);
    for (String name : NAMES) {
      assertThat(Exports.byName(name)).get().returns(name, Export::name);
    }
    assertThat(Exports.byName("pdf")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"en", "de", "tr", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "fa-u-nu-arabext"})
  void theSameBytesUnderEveryLocale(String tag) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      ExportInput input = ExportSamples.input();
      for (Export export : Exports.all()) {
        for (ExportFile file : export.export(input)) {
          compare(export.name(), file);
        }
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void compare(String format, ExportFile file) throws IOException {
    Path golden = FOLDER.resolve(file.name());
    if ("write".equals(System.getProperty("assay.golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, file.content(), StandardCharsets.UTF_8);
    }
    assertThat(file.content())
        .as("%s of format %s", file.name(), format)
        .isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
  }
}
