package assay.cli;

import assay.core.data.DataFetcher;
import assay.core.data.FetchOptions;
import assay.core.data.FileCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks the paths of options before a command begins to work. */
final class PathCheck {
  private PathCheck() {}

  /**
   * A folder to write to; it and its parents need not exist yet.
   *
   * @throws UsageException if it is a file, or if it can be neither written nor created
   */
  static void folderToWrite(String option, @Nullable Path folder) {
    Path existing = folder == null ? null : folder.toAbsolutePath().normalize();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      return;
    }
    if (!Files.isDirectory(existing)) {
      throw refused(option, folder, existing + " is a file, not a folder");
    }
    if (!Files.isWritable(existing)) {
      throw refused(option, folder, existing + " cannot be written");
    }
  }

  /**
   * A file to write to.
   *
   * @throws UsageException if it is a folder, its folder does not exist or it cannot be written
   */
  static void fileToWrite(String option, @Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw refused(option, file, "it is a folder; name a file in it");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw refused(option, file, "there is no folder " + folder + "; create it first");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw refused(option, file, "it cannot be written");
    }
  }

  /**
   * The folder of the full data set.
   *
   * @throws UsageException if a file of the set is missing or damaged
   */
  static void dataSet(String option, @Nullable Path folder) {
    if (folder == null) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw refused(option, folder, "there is no such folder");
    }
    for (FileCheck check : new DataFetcher(FetchOptions.defaults()).verify(folder)) {
      if (check.status() != FileCheck.Status.OK) {
        throw new UsageException(option + ": " + check.detail());
      }
    }
  }

  private static UsageException refused(String option, @Nullable Path path, String reason) {
    return new UsageException(option + " " + path + ": " + reason);
  }
}
