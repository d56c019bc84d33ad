package assay.core.record.store;

import assay.core.record.RunStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that grows during a run. A line feed marks a complete line; anything after the
 * last one was being written when the process or the machine died, or the disk was full.
 */
final class LineFile {
  /** Receives complete lines. */
  interface Reader {
    /**
     * Receives a line.
     *
     * @param text without its line feed; bytes that are not UTF-8 are replacement characters
     * @param number from 1
     */
    void line(String text, int number) throws RunStoreException;
  }

  private LineFile() {}

  /**
   * Reads the complete lines; a missing file has none.
   *
   * @return the incomplete last line, null if there is none
   */
  static @Nullable String read(Path file, Reader reader) throws RunStoreException {
    byte[] bytes;
    try {
      bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new RunStoreException.Damaged(file.toString(), "it cannot be read", e);
    }
    int start = 0;
    int number = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        reader.line(new String(bytes, start, i - start, StandardCharsets.UTF_8), ++number);
        start = i + 1;
      }
    }
    return start == bytes.length
        ? null
        : new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  /**
   * Moves an incomplete last line to a file next to the log, so that what is appended starts a line
   * of its own.
   *
   * @return where it was moved to, null if there is none
   */
  static @Nullable Path moveTornTail(Path file) throws IOException {
    // A pipe has nothing to repair, and reading it would wait for a writer.
    byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    if (whole == bytes.length) {
      return null;
    }
    Path aside = file.resolveSibling(file.getFileName() + ".torn-" + whole);
    Files.write(aside, Arrays.copyOfRange(bytes, whole, bytes.length));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(whole);
      channel.force(true);
    }
    return aside;
  }
}
