package assay.cli.faults;

import assay.core.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A count in a file, which one process after the other goes on with. */
final class CounterFile {
  private final Path file;
  private final Path written;
  private long count;

  /** Begins at 0 where there is no file. */
  CounterFile(Path file) throws IOException {
    this.file = file;
    this.written = file.resolveSibling("." + file.getFileName() + ".new");
    this.count = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
  }

  /**
   * Adds; a reader sees the old count or the new one.
   *
   * @return the old one
   */
  long add(long amount) {
    long before = count;
    if (amount != 0) {
      count += amount;
      try {
        Files.writeString(written, count + "\n");
        AtomicFile.replace(written, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return before;
  }
}
