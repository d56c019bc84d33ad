package assay.core.data;

import assay.core.files.IoReason;
import assay.core.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A data file's unpacked content and its name for messages. Whether it is gzipped is decided by its
 * first bytes, not by its name.
 */
final class DataFile {
  /**
   * Maximum content size in bytes. The largest Fashion-MNIST file has 47 MB, so anything that
   * unpacks to more is a wrong file and must not exhaust memory.
   */
  static final int MAX_CONTENT_BYTES = 256 << 20;

  private final String name;
  private final byte[] content;
  private final String sha256;

  private DataFile(String name, byte[] content) {
    this.name = name;
    this.content = content;
    this.sha256 = Sha256.of(content);
  }

  /**
   * Reads and unpacks a file on disk.
   *
   * @throws DataException when it is missing, unreadable, too large, or damaged gzip
   */
  static DataFile read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_CONTENT_BYTES) {
        throw new DataException(
            file
                + ": expected at most "
                + MAX_CONTENT_BYTES
                + " bytes, found "
                + size
                + "; this is not a file of this data set; remove it");
      }
      return of(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file; check the folder, or fetch the data set", e);
    } catch (IOException e) {
      throw new DataException(
          file + ": cannot be read (" + IoReason.of(e) + "); check the path and permissions", e);
    }
  }

  /**
   * Reads and unpacks a file that ships inside the jar.
   *
   * @throws DataException when it is missing or damaged, which means a broken build
   */
  static DataFile resource(String path) {
    try (InputStream in = DataFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new DataException(
            "jar:" + path + ": missing from this build of Assay; rebuild or download it again");
      }
      return of("jar:" + path, in.readAllBytes());
    } catch (IOException e) {
      throw new DataException(
          "jar:" + path + ": cannot be read (" + IoReason.of(e) + "); rebuild Assay", e);
    }
  }

  /** Unpacks bytes in memory; {@code name} is used in messages. */
  static DataFile of(String name, byte[] file) {
    if (!Gzip.looksLikeGzip(file)) {
      return new DataFile(name, file);
    }
    try {
      return new DataFile(name, Gzip.unpack(file, MAX_CONTENT_BYTES));
    } catch (Gzip.Damaged e) {
      throw new DataException(
          name + ": " + e.getMessage() + "; delete the file and fetch or copy it again", e);
    }
  }

  String name() {
    return name;
  }

  int length() {
    return content.length;
  }

  /** SHA-256 of the unpacked content, lower-case hexadecimal. */
  String sha256() {
    return sha256;
  }

  /** The big-endian 32-bit integer at a byte offset; the caller has checked the length. */
  int intAt(int offset) {
    return (content[offset] & 0xFF) << 24
        | (content[offset + 1] & 0xFF) << 16
        | (content[offset + 2] & 0xFF) << 8
        | (content[offset + 3] & 0xFF);
  }

  byte[] from(int offset) {
    return Arrays.copyOfRange(content, offset, content.length);
  }
}
