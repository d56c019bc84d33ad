package assay.cpu.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Follows a file that a meter's logger appends to, even if the file is truncated or replaced. */
final class FileTail implements MeterFeed {
  /** Number of existing bytes that are read: enough to estimate the meter's period. */
  static final int TAIL = 16 * 1024;

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(TAIL);
  private final LineSplitter lines;
  private FileChannel channel;
  private @Nullable Object key;
  private long position;
  private boolean opening;
  private @Nullable String trouble;

  /**
   * Opens the file and reads its last lines.
   *
   * @throws IOException if it cannot be read, or is not a regular file
   */
  FileTail(Path file, MeterLog log) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file; for a pipe use cmd:cat PATH");
    }
    this.file = file;
    this.lines = new LineSplitter(line -> deliver(log, line));
    this.key = attributes().fileKey();
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.position = startOfTail();
    this.opening = true;
    drain();
    this.opening = false;
  }

  private void deliver(MeterLog log, String line) {
    if (opening) {
      log.oldLine(line);
    } else {
      log.line(line);
    }
  }

  /**
   * The first line that begins within the tail; a partial line could be mistaken for a whole one.
   */
  private long startOfTail() throws IOException {
    long from = Math.max(0, channel.size() - TAIL);
    if (from == 0) {
      return 0;
    }
    buffer.clear();
    int read = channel.read(buffer, from);
    for (int i = 0; i < read; i++) {
      if (buffer.get(i) == '\n') {
        return from + i + 1;
      }
    }
    return from + Math.max(read, 0);
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  @Override
  public void poll() {
    try {
      if (channel.size() < position) {
        position = 0;
        lines.reset();
      }
      drain();
      // The old file is read to its end first: a logger may still have written to it.
      if (!Objects.equals(key, attributes().fileKey())) {
        openAgain();
        drain();
      }
      trouble = null;
    } catch (NoSuchFileException e) {
      trouble = "the file " + file + " is gone";
    } catch (IOException e) {
      trouble = "the file " + file + " cannot be read: " + e.getMessage();
    }
  }

  private void openAgain() throws IOException {
    FileChannel next = FileChannel.open(file, StandardOpenOption.READ);
    channel.close();
    channel = next;
    key = attributes().fileKey();
    position = 0;
    lines.reset();
  }

  private void drain() throws IOException {
    buffer.clear();
    for (int read = channel.read(buffer, position);
        read > 0;
        read = channel.read(buffer, position)) {
      position += read;
      lines.accept(buffer.array(), read);
      buffer.clear();
    }
  }

  @Override
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      trouble = "the file " + file + " could not be closed: " + e.getMessage();
    }
  }
}
