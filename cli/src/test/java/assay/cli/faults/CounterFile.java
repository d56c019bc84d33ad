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

  CounterFile(Path file) throws IOException {
    this.file = file;
    this.written = file.resolveSibling("." + file.getFileName() + ".new");
    this.count = Long.parseLong(Files.readString(file).strip());
  }

  /** Adds; a reader sees the old count or the new one. */
  void add(long amount) {
    if (amount == 0) {
      return;
    }
    count += amount;
    try {
      Files.writeString(written, count + "\n");
      AtomicFile.replace(written, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
