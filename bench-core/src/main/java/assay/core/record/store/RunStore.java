package assay.core.record.store;

import assay.core.record.RunId;
import assay.core.record.RunStoreException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder of all runs, usually {@code results/runs}, with one folder per run.
 *
 * @param runs the folder; created by the first run
 */
public record RunStore(Path runs) {

  /**
   * Checks that a run can be stored, so that it fails before the machine is probed and measured.
   *
   * @throws RunStoreException.Unwritable if it cannot
   */
  public void checkWritable() throws RunStoreException {
    try {
      // Some file systems allow creating a folder but no file in it.
      Files.createDirectories(runs);
      Path probe = Files.createTempDirectory(runs, ".probe");
      try {
        Files.write(probe.resolve("file"), new byte[] {1});
      } finally {
        Files.deleteIfExists(probe.resolve("file"));
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(runs, e);
    }
  }

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
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(folder, e);
    }
    return new RunFolder(folder);
  }

  /**
   * All runs, finished or not, the one that began last first; empty if there is no folder. A folder
   * of any name is a run if it has a {@code run.json}; without one, its name must be a run id.
   */
  public List<RunFolder> list() throws RunStoreException {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return newestFirst(
          folders
              .filter(Files::isDirectory)
              .map(RunFolder::new)
              .filter(run -> run.hasRecord() || RunId.isRunId(run.name()))
              .toList());
    } catch (IOException e) {
      throw new RunStoreException.Damaged(runs.toString(), "it cannot be listed", e);
    }
  }

  /** Runs by start time, the last one first, and by name where that is the same. */
  public static List<RunFolder> newestFirst(List<RunFolder> runs) {
    record Started(RunFolder run, Instant started) {}
    return runs.stream()
        .map(run -> new Started(run, run.started()))
        .sorted(
            Comparator.comparing(Started::started)
                .thenComparing(started -> started.run().name())
                .reversed())
        .map(Started::run)
        .toList();
  }

  /**
   * Finds a run.
   *
   * @param name {@code latest} (the one with a {@code run.json} that began last), a folder's name
   *     or a run id, a unique prefix of one, or the path of a run's folder or of its {@code
   *     run.json}
   * @throws RunStoreException.NotFound if no run or several runs match
   */
  public RunFolder find(String name) throws RunStoreException {
    if (name.equals("latest")) {
      return list().stream()
          .filter(RunFolder::hasRecord)
          .findFirst()
          .orElseThrow(() -> new RunStoreException.NotFound("no run in " + runs + " yet"));
    }
    List<RunFolder> matches = name.isBlank() ? List.of() : matches(name);
    if (matches.size() == 1) {
      return matches.getFirst();
    }
    if (matches.size() > 1) {
      throw new RunStoreException.NotFound(
          matches.size()
              + " runs start with "
              + name
              + ": "
              + String.join(", ", matches.stream().limit(5).map(RunFolder::name).toList())
              + (matches.size() > 5 ? ", …" : ""));
    }
    return byPath(name);
  }

  /** The runs that a word means, by the first rule under which it means any. */
  private List<RunFolder> matches(String word) throws RunStoreException {
    List<Predicate<RunFolder>> rules =
        List.of(
            run -> run.name().equals(word),
            // An interrupted run without a record does not make the beginning of a name ambiguous.
            run -> run.name().startsWith(word) && run.hasRecord(),
            run -> run.id().filter(id -> id.value().startsWith(word)).isPresent(),
            run -> run.name().startsWith(word));
    List<RunFolder> all = list();
    for (Predicate<RunFolder> rule : rules) {
      List<RunFolder> matches = all.stream().filter(rule).toList();
      if (!matches.isEmpty()) {
        return matches;
      }
    }
    return List.of();
  }

  private RunFolder byPath(String name) throws RunStoreException {
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path) && path.endsWith(RunFolder.RUN)) {
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
}
