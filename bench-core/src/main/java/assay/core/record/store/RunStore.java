package assay.core.record.store;

import assay.core.record.RunId;
import assay.core.record.RunStoreException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of all runs, usually {@code results/runs}, with one folder per run.
 *
 * @param runs the folder; created by the first run
 */
public record RunStore(Path runs) {

  /**
   * Creates the folder of a new run.
   *
   * @throws RunStoreException.Unwritable if it cannot be written or already exists
   */
  public RunFolder create(RunId id) throws RunStoreException {
    Path folder = runs.resolve(id.value());
    try {
      Files.createDirectories(runs);
      Files.createDirectory(folder);
      // Some file systems allow creating a folder but no file in it: better to fail now than after
      // a run.
      Path probe = folder.resolve(".probe");
      Files.write(probe, new byte[] {1});
      Files.delete(probe);
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(folder, e);
    }
    return new RunFolder(folder);
  }

  /** All runs, finished or not, newest first; empty if there is no folder. */
  public List<RunFolder> list() throws RunStoreException {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders
          .filter(folder -> RunId.isRunId(name(folder)) && Files.isDirectory(folder))
          .sorted(Comparator.comparing(RunStore::name).reversed())
          .map(RunFolder::new)
          .toList();
    } catch (IOException e) {
      throw new RunStoreException.Damaged(runs.toString(), "it cannot be listed", e);
    }
  }

  /**
   * Finds a run.
   *
   * @param name {@code latest} (the newest with a {@code run.json}), a run id, a unique prefix of
   *     one, or the path of a run's folder or of its {@code run.json}
   * @throws RunStoreException.NotFound if no run or several runs match
   */
  public RunFolder find(String name) throws RunStoreException {
    if (name.equals("latest")) {
      return list().stream()
          .filter(RunFolder::hasRecord)
          .findFirst()
          .orElseThrow(() -> new RunStoreException.NotFound("no run in " + runs + " yet"));
    }
    List<RunFolder> matches =
        name.isBlank()
            ? List.of()
            : list().stream().filter(run -> name(run.path()).startsWith(name)).toList();
    if (matches.size() == 1) {
      return matches.getFirst();
    }
    if (matches.size() > 1) {
      throw new RunStoreException.NotFound(
          matches.size()
              + " runs start with "
              + name
              + ": "
              + String.join(", ", matches.stream().limit(5).map(run -> name(run.path())).toList())
              + (matches.size() > 5 ? ", …" : ""));
    }
    return byPath(name);
  }

  private RunFolder byPath(String name) throws RunStoreException {
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path) && name(path).equals(RunFolder.RUN)) {
        return new RunFolder(path.resolveSibling(""));
      }
      boolean meantAsPath = name.contains("/") || name.contains(File.separator);
      if (Files.isDirectory(path) && (meantAsPath || new RunFolder(path).hasRecord())) {
        return new RunFolder(path);
      }
    } catch (InvalidPathException e) {
      // Falls through: what is not a valid path is not a run either.
    }
    throw new RunStoreException.NotFound(
        "no run " + (name.isBlank() ? "without a name" : name) + " in " + runs);
  }

  private static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? "" : last.toString();
  }
}
