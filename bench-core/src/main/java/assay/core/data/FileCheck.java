package assay.core.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The verification of one file in a folder, as data.
 *
 * @param path the file that was looked at; where it was expected when it is missing
 * @param status what was found
 * @param expectedSha256 of the unpacked content
 * @param actualSha256 of the unpacked content; empty when the file is missing or could not be
 *     unpacked
 * @param detail one line for the user: what is wrong and what to do; for a sound file its size
 */
public record FileCheck(
    Path path, Status status, String expectedSha256, Optional<String> actualSha256, String detail) {

  /** What a verification found. */
  public enum Status {
    /** The content has the expected size and checksum. */
    OK,
    /** There is no such file, neither gzipped nor unpacked. */
    MISSING,
    /** The file is there, but unreadable, not unpackable, or of other content. */
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
