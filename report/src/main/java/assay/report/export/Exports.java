package assay.report.export;

import assay.core.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All formats, and how their files are stored. */
public final class Exports {
  private static final List<Export> ALL =
      List.of(
          new CsvExport(),
          new JsonExport(),
          new MarkdownExport(),
          new JUnitExport(),
          new PrometheusExport(),
          new JmhExport(),
          new MlLogExport(),
          new GithubActionExport(),
          new GithubExport());

  private Exports() {}

  /** All formats. */
  public static List<Export> all() {
    return ALL;
  }

  /** The format of that name, or empty. */
  public static Optional<Export> byName(String name) {
    return ALL.stream().filter(export -> export.name().equals(name)).findFirst();
  }

  /**
   * Stores files. Each is written under a temporary name that begins with a dot and moved into
   * place, so that whatever watches the folder, such as Prometheus' textfile collector, sees either
   * the old file or the new one.
   *
   * @return the files' paths
   */
  public static List<Path> write(Path folder, List<ExportFile> files) throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (ExportFile file : files) {
      Path target = folder.resolve(file.name());
      AtomicFile.write(target, file.content());
      written.add(target);
    }
    return written;
  }
}
