package assay.report.render.html;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.SampleDocument;
import assay.report.testing.SamplePages;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The HTML of a document with every block, in each language, against a file. The style sheet is
 * left out: it is long, and how it looks is nothing that bytes can tell. {@code
 * -Dassay.golden=write} writes the files anew; read the difference before you commit it.
 */
class GoldenHtmlTest {
  private static final Path GOLDEN = Path.of("src/test/resources/assay/report/render/html");

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyBlockIsAsAgreed(Language language) throws IOException {
    Locale before = Locale.getDefault();
    String html;
    try {
      Locale.setDefault(Locale.of("ar", "EG"));
      html = new HtmlRenderer().render(SampleDocument.of(language, 14));
    } finally {
      Locale.setDefault(before);
    }
    agreed("every-block." + language.tag(), html, html);
  }

  /** Charts are left out here: they have golden files of their own. */
  @Test
  void theNightlyPageIsAsAgreed(@TempDir Path folder) throws IOException {
    String html = new HtmlRenderer().render(SamplePages.nights(folder, Language.EN));
    agreed("nightly.en", html, withoutCharts(html));
  }

  /** Charts are left out here: they have golden files of their own. */
  @Test
  void theJudgedPageIsAsAgreed(@TempDir Path folder) throws IOException {
    String html = new HtmlRenderer().render(SamplePages.judged(folder, Language.EN));
    agreed("judged.en", html, withoutCharts(html));
  }

  /** Charts are left out here: they have golden files of their own. */
  @Test
  void theDossierIsAsAgreed(@TempDir Path folder) throws IOException {
    String html = new HtmlRenderer().render(SamplePages.dossier(folder, Language.EN));
    agreed("dossier.en", html, withoutCharts(html));
  }

  private static String withoutCharts(String html) {
    return html.replaceAll("(?s)<svg.*?</svg>", "<svg/>");
  }

  /** Keeps the page under target to be looked at, and compares its content with the file. */
  private static void agreed(String name, String html, String compared) throws IOException {
    Path pages = Files.createDirectories(Path.of("target", "pages"));
    Files.writeString(pages.resolve(name + ".html"), html);
    String content =
        compared
            .replaceAll("(?s)<style>.*</style>", "<style/>")
            .replaceAll("(?s)<script>.*</script>", "<script/>")
            .replaceAll("sha256-[^']+", "sha256");
    Path golden = GOLDEN.resolve(name + ".html");
    if (System.getProperty("assay.golden", "").equals("write")) {
      Files.writeString(golden, content);
    }
    assertThat(content).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void theSameDocumentGivesTheSameBytes(Language language) {
    assertThat(new HtmlRenderer().render(SampleDocument.of(language, 30)))
        .isEqualTo(new HtmlRenderer().render(SampleDocument.of(language, 30)));
  }
}
