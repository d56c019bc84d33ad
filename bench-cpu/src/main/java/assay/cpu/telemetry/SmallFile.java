package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A short file of {@code /sys} or {@code /proc} that is read repeatedly into one buffer.
 *
 * <p>On the machine itself it stays open, since the kernel generates the text anew whenever it is
 * read from the start. In a folder that stands in for a machine it is opened at each reading: a
 * deleted ordinary file would still return its contents.
 */
final class SmallFile implements AutoCloseable {
  /** Bytes: enough for a number. */
  static final int NUMBER = 64;

  /** Bytes: enough for every text read here; the rest of a longer one is not needed. */
  static final int TEXT = 4096;

  private final Path path;
  private final String name;
  private final boolean keepOpen;
  private final byte[] bytes;
  // Not a channel: an interrupt of the reading thread would close it for good.
  private @Nullable RandomAccessFile open;
  private int length;
  private boolean denied;
  private String problem;

  /**
   * Opens nothing yet.
   *
   * @param relative path below the root, without leading slash
   * @param capacity bytes that are read at most
   */
  SmallFile(HostRoot root, String relative, int capacity) {
    this(root.resolve(relative), root, root.isMachine(), capacity);
  }

  SmallFile(Path path, HostRoot root, boolean keepOpen, int capacity) {
    this.path = path;
    this.name = root.nameOf(path);
    this.keepOpen = keepOpen;
    this.bytes = new byte[capacity];
    this.problem = name + " has not been read";
  }

  /** Reads the file from its beginning; if that fails or it is empty, {@link #problem} says so. */
  boolean refresh() {
    denied = false;
    try {
      RandomAccessFile file = open;
      if (file == null) {
        file = new RandomAccessFile(path.toFile(), "r");
        open = file;
      } else {
        file.seek(0);
      }
      length = Math.max(0, file.read(bytes));
      problem = length == 0 ? name + " is empty" : "";
    } catch (IOException e) {
      length = 0;
      problem = name + " " + why(e);
      close();
    }
    if (!keepOpen) {
      close();
    }
    return length > 0;
  }

  private String why(IOException failure) {
    // RandomAccessFile's exception does not distinguish a missing file from an unreadable one.
    try {
      Files.newByteChannel(path).close();
      return "cannot be read: " + failure.getMessage();
    } catch (AccessDeniedException e) {
      denied = true;
      return "cannot be read: permission denied";
    } catch (NoSuchFileException e) {
      return "does not exist";
    } catch (IOException e) {
      return "cannot be read: " + failure.getMessage();
    }
  }

  /** What was read; valid up to {@link #length}. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes read; 0 after a failure. */
  int length() {
    return length;
  }

  /** Why the last reading failed; names the file. */
  String problem() {
    return problem;
  }

  /** Whether the last reading failed because of a missing permission. */
  boolean denied() {
    return denied;
  }

  /** The file's path for messages, such as {@code /proc/stat}. */
  String name() {
    return name;
  }

  /** The first line of what was read, shortened for a message. */
  String excerpt() {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    String line = text.lines().findFirst().orElse("");
    return line.length() > 40 ? line.substring(0, 40) + "…" : line;
  }

  @Override
  public void close() {
    RandomAccessFile file = open;
    open = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // It was open for reading only: nothing is lost.
      }
    }
  }
}
