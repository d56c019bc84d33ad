package assay.core.data;

import assay.core.files.IoReason;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The incomplete download {@code FILE.part}, locked while open, and next to it {@code
 * FILE.part.from}, which records where the bytes came from and the validator that tells whether the
 * server's file is still the same. Without it a resumed download could join two different files.
 *
 * <p>Every write failure is a {@link DataException}: unlike a network failure, a full disk is not
 * retried.
 */
final class PartFile implements AutoCloseable {
  /**
   * Origin of the bytes in a part.
   *
   * @param url where they were fetched from
   * @param etag the server's entity tag, including quotes; empty if none
   * @param lastModified the server's Last-Modified header; empty if none
   * @param total size of the whole file in bytes, −1 if the server did not say
   */
  record Origin(String url, String etag, String lastModified, long total) {
    static final Origin UNKNOWN = new Origin("", "", "", -1);

    /** Whether a response with this origin may continue the part. */
    boolean continuedBy(Origin other) {
      return etag.equals(other.etag)
          && lastModified.equals(other.lastModified)
          && (total < 0 || other.total < 0 || total == other.total);
    }

    /**
     * The value for If-Range: a strong tag or a date (RFC 9110, 13.1.5); empty if there is none.
     */
    String condition() {
      if (etag.isEmpty()) {
        return lastModified;
      }
      // A weak tag must not be used for ranges; it is compared with the response's tag instead.
      return etag.startsWith("W/") ? "" : etag;
    }
  }

  private final Path path;
  private final Path originPath;
  private final FileChannel channel;
  private Origin origin;
  private long bytes;

  private PartFile(Path path, Path originPath, FileChannel channel) throws IOException {
    this.path = path;
    this.originPath = originPath;
    this.channel = channel;
    this.bytes = channel.size();
    this.origin = readOrigin(originPath);
  }

  static Path pathFor(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  private static Path originPathFor(Path target) {
    return target.resolveSibling(target.getFileName() + ".part.from");
  }

  /**
   * Opens or creates the part of a file. Bytes fetched from another URL are discarded: that
   * server's tags mean nothing here.
   *
   * @throws DataException when the folder cannot be written or another process holds the part
   */
  @SuppressWarnings("MustBeClosedChecker")
  static PartFile open(Path target, URI uri) {
    Path path = pathFor(target);
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(path, channel);
      var part = new PartFile(path, originPathFor(target), channel);
      if (part.bytes > 0 && !part.origin.url().equals(uri.toString())) {
        part.restart(Origin.UNKNOWN);
      }
      return part;
    } catch (IOException e) {
      closeQuietly(channel);
      throw cannotWrite(path, e);
    } catch (DataException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static void lock(Path path, FileChannel channel) throws IOException {
    boolean locked;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new DataException(
          path + ": another fetch is writing this file; wait for it to finish, then try again");
    }
  }

  private static void closeQuietly(@Nullable Channel c) {
    try {
      if (c != null) {
        c.close();
      }
    } catch (IOException e) {
      // The failure that led here is the one to report, and nothing was written to this channel.
    }
  }

  /** Bytes kept so far. */
  long bytes() {
    return bytes;
  }

  Origin origin() {
    return origin;
  }

  /** Discards the bytes and records where the next ones come from. */
  void restart(Origin from) {
    try {
      channel.truncate(0);
      bytes = 0;
      origin = from;
      var properties = new Properties();
      properties.setProperty("url", from.url());
      properties.setProperty("etag", from.etag());
      properties.setProperty("lastModified", from.lastModified());
      properties.setProperty("total", Long.toString(from.total()));
      try (var writer = Files.newBufferedWriter(originPath)) {
        properties.store(writer, "Origin of the part file next to this file");
      }
    } catch (IOException e) {
      throw cannotWrite(originPath, e);
    }
  }

  void append(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining()) {
          bytes += channel.write(buffer, bytes);
        }
      }
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  /** Makes the bytes durable before the file is moved into place. */
  void sync() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (bytes == 0) {
        delete(path, originPath);
      }
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  /** Deletes the part of a file and its origin, if present. */
  static void discard(Path target) {
    delete(pathFor(target), originPathFor(target));
  }

  private static void delete(Path path, Path originPath) {
    try {
      Files.deleteIfExists(path);
      Files.deleteIfExists(originPath);
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  static DataException cannotWrite(Path path, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      // A file channel closes itself when its thread is interrupted; that is not a disk error.
      return interrupted(path, e);
    }
    return new DataException(
        path
            + ": cannot be written ("
            + IoReason.of(e)
            + "); free some space, or check the folder and its permissions, then fetch again",
        e);
  }

  static DataException interrupted(Path path, Exception e) {
    return new DataException(
        path + ": fetch interrupted; the bytes so far are kept, fetch again to resume", e);
  }

  private static Origin readOrigin(Path path) throws IOException {
    var properties = new Properties();
    try (Reader reader = new StringReader(Files.readString(path))) {
      properties.load(reader);
      return new Origin(
          properties.getProperty("url", ""),
          properties.getProperty("etag", ""),
          properties.getProperty("lastModified", ""),
          Long.parseLong(properties.getProperty("total", "-1")));
    } catch (NoSuchFileException | CharacterCodingException | IllegalArgumentException e) {
      // Missing or corrupt: without an origin the part cannot be resumed.
      return Origin.UNKNOWN;
    }
  }
}
