package assay.core.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A folder for programs that are built here and then executed. */
public final class ProgramFolder {
  private ProgramFolder() {}

  /**
   * Why it cannot be used, in words that follow its name; empty if it can. Tried, not assumed: the
   * folder is created, and a file in it for a moment.
   *
   * @param bytes space that is needed in it
   */
  public static Optional<String> trouble(Path folder, long bytes) {
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < bytes) {
        return Optional.of("has " + (free >> 10) + " KiB of space left");
      }
      Path trial =
          Files.createTempFile(
              folder,
              "assay",
              ".tmp",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        Files.write(trial, new byte[1]);
        // Linux takes the mount's options into account.
        return Files.isExecutable(trial)
            ? Optional.empty()
            : Optional.of("is on a file system from which nothing may be executed (noexec)");
      } finally {
        Files.delete(trial);
      }
    } catch (IOException e) {
      return Optional.of("cannot be written (" + reason(e) + ")");
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> "it cannot be created";
    };
  }
}
