package assay.core.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The expected name, size and checksum of a data set file. Size and checksum are of the
 * <em>unpacked</em> content, because distributions recompress: the same images come in different
 * gzip files.
 *
 * @param name name of the unpacked file, for example {@code t10k-labels-idx1-ubyte}
 * @param bytes size of the unpacked content in bytes, at least 1
 * @param sha256 SHA-256 of the unpacked content, 64 lower-case hexadecimal digits
 */
public record ExpectedFile(String name, long bytes, String sha256) {
  /**
   * @throws IllegalArgumentException when the name is not a bare file name, the size not positive,
   *     or the checksum not 64 lower-case hexadecimal digits
   */
  public ExpectedFile {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("not a bare file name: " + name);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, is " + bytes);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
    }
  }

  /** Name of the gzipped file, as published and fetched. */
  public String gzipName() {
    return name + ".gz";
  }

  /** The file in a folder: gzipped if present, else unpacked if present. */
  Optional<Path> in(Path folder) {
    Path gzipped = folder.resolve(gzipName());
    if (Files.exists(gzipped)) {
      return Optional.of(gzipped);
    }
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? Optional.of(plain) : Optional.empty();
  }

  boolean matches(DataFile file) {
    return file.length() == bytes && file.sha256().equals(sha256);
  }

  /** How a file differs, as a phrase: expected and found size and checksum. */
  String difference(DataFile file) {
    return "expected "
        + bytes
        + " bytes unpacked with SHA-256 "
        + sha256
        + ", found "
        + file.length()
        + " bytes with SHA-256 "
        + file.sha256();
  }

  /** Returns the file if it is the expected one. */
  DataFile checked(DataFile file) {
    if (!matches(file)) {
      throw new DataException(
          file.name() + ": " + difference(file) + "; delete the file",
          FashionMnist.FETCH_OR_ANOTHER);
    }
    return file;
  }
}
