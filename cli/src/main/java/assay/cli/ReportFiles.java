package assay.cli;

import assay.report.document.Document;
import assay.report.export.Export;
import assay.report.export.ExportInput;
import assay.report.export.Exports;
import assay.report.html.HtmlRenderer;
import assay.report.pdf.PdfRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes a report in the formats asked for. */
final class ReportFiles {
  static final String HTML = "report.html";
  private static final String PDF = "report.pdf";

  private final Path folder;

  ReportFiles(Path folder) {
    this.folder = folder;
  }

  /** Names of all formats. */
  static List<String> formats() {
    return Stream.concat(Stream.of("html", "pdf"), Exports.all().stream().map(Export::name))
        .toList();
  }

  /**
   * Checks names before anything is read.
   *
   * @throws UsageException naming those there are
   */
  static void check(List<String> formats) {
    for (String format : formats) {
      if (!formats().contains(format)) {
        throw new UsageException(
            "no format '" + format + "'; there are " + String.join(", ", formats()));
      }
    }
  }

  /**
   * Writes.
   *
   * @return the files
   */
  List<Path> write(List<String> formats, Document document, ExportInput input) throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (String format : formats) {
      switch (format) {
        case "html" -> written.add(store(HTML, utf8(new HtmlRenderer().render(document))));
        case "pdf" -> written.add(store(PDF, new PdfRenderer().render(document)));
        default ->
            written.addAll(
                Exports.write(folder, Exports.byName(format).orElseThrow().export(input)));
      }
    }
    return written;
  }

  private Path store(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    store(file, bytes);
    return file;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Under a temporary name first: a reader sees the old file or the new one. */
  static void store(Path file, String text) throws IOException {
    store(file, utf8(text));
  }

  private static void store(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, bytes);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
