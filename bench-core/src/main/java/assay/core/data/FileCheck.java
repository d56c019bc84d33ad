package assay.core.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The result of verifying one file in a folder.
 *
 * @param path the file checked; if missing, where it was expected
 * @param status the result
 * @param expectedSha256 of the unpacked content
 * @param actualSha256 of the unpacked content; empty when the file is missing or could not be
 *     unpacked
 * @param detail one line for the user: what is wrong and what to do; for an intact file its size
 */
public record FileCheck(
    Path path, Status status, String expectedSha256, Optional<String> actualSha256, String detail) {

  /** The result of a verification. */
  public enum Status {
    /** The content has the expected size and checksum. */
    OK,
    /** There is no such file, neither gzipped nor unpacked. */
    MISSING,
    /** The file exists, but is unreadable, cannot be unpacked, or has other content. */
    DAMAGED
  }

  static FileCheck of(Path folder, ExpectedFile expected) {
    Optional<Path> found = expected.in(folder);
    if (found.isEmpty()) {
      Path gzipped = folder.resolve(expected.gzipName());
      return new FileCheck(
          gzipped,
          Status.MISSING,
          expected.sha256(),
          Optional.empty(),
          gzipped + ": no such file; " + FashionMnist.FETCH_OR_ANOTHER.text());
    }
    Path path = found.get();
    try {
      return ofContent(path, expected, DataFile.read(path));
    } catch (DataException e) {
      return new FileCheck(
          path,
          Status.DAMAGED,
          expected.sha256(),
          Optional.empty(),
          String.valueOf(e.getMessage()));
    }
  }

  private static FileCheck ofContent(Path path, ExpectedFile expected, DataFile file) {
    boolean ok = expected.matches(file);
    String detail =
        ok
            ? path + ": " + file.length() + " bytes unpacked"
            : path + ": " + expected.difference(file) + "; delete the file and fetch it again";
    return new FileCheck(
        path,
        ok ? Status.OK : Status.DAMAGED,
        expected.sha256(),
        Optional.of(file.sha256()),
        detail);
  }
}
