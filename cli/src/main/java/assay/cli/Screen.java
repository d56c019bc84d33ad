package assay.cli;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.render.text.TextRenderer;
import assay.report.text.Language;
import java.io.Console;
import java.util.List;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Text output: as wide as the terminal, or one row per line in a file or pipe. */
final class Screen {
  private Screen() {}

  static String text(Document document) {
    return renderer().render(document);
  }

  static String text(Block... blocks) {
    return renderer().render(Language.EN, List.of(blocks));
  }

  /** A text on one line, with plain spaces. */
  static String line(String text) {
    return TextRenderer.plain(text);
  }

  // From JDK 25 on it is null again where there is no terminal; in 22 to 24 it never was.
  @SuppressWarnings("SystemConsoleNull")
  private static TextRenderer renderer() {
    Console console = System.console();
    return new TextRenderer(
        console != null && console.isTerminal()
            ? new UsageMessageSpec().autoWidth(true).width()
            : TextRenderer.UNLIMITED);
  }
}
