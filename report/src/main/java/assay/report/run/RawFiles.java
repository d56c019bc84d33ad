package assay.report.run;

import assay.core.files.Sha256;
import assay.core.record.store.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names, sizes and checksums of a run's files. */
final class RawFiles {
  private RawFiles() {}

  /** The files of a run that exist. */
  static List<RawFile> of(RunFolder run, Path reportFolder) {
    List<RawFile> files = new ArrayList<>();
    for (Path file : List.of(run.runFile(), run.forksFile(), run.telemetryFile())) {
      if (Files.isRegularFile(file)) {
        files.add(describe(file, reportFolder));
      }
    }
    return files;
  }

  private static RawFile describe(Path file, Path reportFolder) {
    String name = String.valueOf(file.getFileName());
    try {
      return new RawFile(name, link(file, reportFolder), Files.size(file), Sha256.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static @Nullable String link(Path file, Path reportFolder) {
    Path from = reportFolder.toAbsolutePath().normalize();
    Path to = file.toAbsolutePath().normalize();
    // A path out of the folder would break when the report is handed on.
    return to.startsWith(from) ? link(from.relativize(to)) : null;
  }

  /** Percent-encoded, so that folder names cannot be mistaken for anything else. */
  static String link(Path relative) {
    List<String> parts = new ArrayList<>();
    for (Path part : relative) {
      parts.add(
          java.net.URLEncoder.encode(part.toString(), java.nio.charset.StandardCharsets.UTF_8)
              .replace("+", "%20"));
    }
    return String.join("/", parts);
  }
}
