package assay.cli;

import assay.core.files.AtomicFile;
import assay.report.chart.ChartImages;
import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Theme;
import assay.report.export.CsvExport;
import assay.report.export.Export;
import assay.report.export.ExportInput;
import assay.report.export.Exports;
import assay.report.render.html.HtmlRenderer;
import assay.report.render.pdf.PdfRenderer;
import assay.report.text.Fonts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a report in the chosen formats. */
final class ReportFiles {
  static final String HTML = "report.html";
  private static final String PDF = "report.pdf";
  private static final String SVG = "svg";
  private static final String PNG = "png";
  private static final List<String> FOR_READERS = List.of("html", "pdf", SVG, PNG);

  /** Folder of the charts as separate files, next to the report. */
  private static final String CHARTS = "charts";

  /** Input of the machine-readable formats, read only if one of them is chosen. */
  interface Records {
    ExportInput read() throws IOException;
  }

  private final Path folder;
  private final boolean csvBom;

  /**
   * @param csvBom whether CSV files begin with a byte-order mark
   */
  ReportFiles(Path folder, boolean csvBom) {
    this.folder = folder;
    this.csvBom = csvBom;
  }

  /** All format names. */
  static List<String> formats() {
    return Stream.concat(FOR_READERS.stream(), Exports.all().stream().map(Export::name)).toList();
  }

  /**
   * Checks format names before anything is read.
   *
   * @throws UsageException that lists the known formats
   */
  static void check(List<String> formats) {
    for (String format : formats) {
      if (!formats().contains(format)) {
        throw new UsageException(
            "unknown format '" + format + "'; choose from " + String.join(", ", formats()));
      }
    }
  }

  /** Whether any of them shows the document, not only figures for machines. */
  static boolean forReaders(List<String> formats) {
    return formats.stream().anyMatch(FOR_READERS::contains);
  }

  /** Why the chosen formats that consist of charts cannot be written; empty if they can. */
  static Optional<String> chartsUnavailable(List<String> formats) {
    List<String> drawn = formats.stream().filter(f -> f.equals(SVG) || f.equals(PNG)).toList();
    return drawn.isEmpty()
        ? Optional.empty()
        : Fonts.unavailable()
            .map(reason ->
                String.join(" and ", drawn)
                    + " cannot be written, because nothing can be drawn on this machine: "
                    + reason);
  }

  /**
   * Writes; charts only if they can be drawn here.
   *
   * @return the files
   */
  List<Path> write(List<String> formats, Document document, Records records) throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (String format : formats) {
      switch (format) {
        case "html" -> written.add(store(HTML, utf8(new HtmlRenderer().render(document))));
        case "pdf" -> written.add(store(PDF, new PdfRenderer().render(document)));
        case SVG, PNG -> {
          if (chartsUnavailable(List.of(format)).isEmpty()) {
            written.addAll(charts(document, format));
          }
        }
        default -> {}
      }
    }
    List<String> machines = formats.stream().filter(f -> !FOR_READERS.contains(f)).toList();
    if (!machines.isEmpty()) {
      ExportInput input = records.read();
      for (String format : machines) {
        written.addAll(Exports.write(folder, export(format).export(input)));
      }
    }
    return written;
  }

  private Export export(String format) {
    return csvBom && format.equals("csv")
        ? new CsvExport(true)
        : Exports.byName(format).orElseThrow();
  }

  /** Writes a file per chart, named after its anchor in the page. */
  private List<Path> charts(Document document, String format) throws IOException {
    Path into = Files.createDirectories(folder.resolve(CHARTS));
    List<Path> written = new ArrayList<>();
    for (Figure figure : document.figures()) {
      Path file = into.resolve(figure.anchor() + "." + format);
      store(file, format.equals(PNG) ? png(figure) : utf8(svg(figure)));
      written.add(file);
    }
    return written;
  }

  private static byte[] png(Figure figure) {
    return ChartImages.png(figure.chart(), Theme.LIGHT, figure.title());
  }

  private static String svg(Figure figure) {
    return ChartImages.svg(figure.chart(), Theme.LIGHT, figure.title(), figure.alternative());
  }

  private Path store(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    store(file, bytes);
    return file;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes under a temporary name first, so that a reader sees either the old file or the new one.
   */
  static void store(Path file, String text) throws IOException {
    store(file, utf8(text));
  }

  private static void store(Path file, byte[] bytes) throws IOException {
    AtomicFile.write(file, bytes);
  }
}
