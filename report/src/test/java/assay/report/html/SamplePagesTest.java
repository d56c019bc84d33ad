package assay.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.SampleDocument;
import assay.report.pdf.PdfRenderer;
import assay.report.text.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplePagesTest {
  @ParameterizedTest
  @EnumSource(Language.class)
  void twice(Language language) throws Exception {
    HtmlRenderer renderer = new HtmlRenderer();
    String html = renderer.render(SampleDocument.of(language, 20));
    Path folder = Files.createDirectories(Path.of("target", "sample"));
    Files.writeString(folder.resolve(language.tag() + ".html"), html);
    assertThat(new HtmlRenderer().render(SampleDocument.of(language, 20))).isEqualTo(html);
    byte[] pdf = new PdfRenderer().render(SampleDocument.of(language, 20));
    Files.write(folder.resolve(language.tag() + ".pdf"), pdf);
    Thread.sleep(1200);
    assertThat(new PdfRenderer().render(SampleDocument.of(language, 20))).isEqualTo(pdf);
  }
}
