package assay.core.profile;

import assay.core.files.AtomicFile;
import assay.core.record.RunId;
import assay.core.record.RunStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of all profiles, usually {@code results/profiles}, with one folder a profile.
 *
 * @param profiles the folder; created by the first profile
 */
public record ProfileStore(Path profiles) {
  /** The file of a profile in its folder. */
  public static final String FILE = "profile.json";

  /**
   * Stores a profile.
   *
   * @return its folder
   * @throws RunStoreException.Unwritable if it cannot be written
   */
  public Path write(Profile profile) throws RunStoreException {
    Path folder = profiles.resolve(profile.profileId().value());
    try {
      Files.createDirectories(folder);
      AtomicFile.write(folder.resolve(FILE), ProfileJson.write(profile));
      return folder;
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(folder, e);
    }
  }

  /**
   * Finds a profile's folder.
   *
   * @param name {@code latest}, a profile's id, a unique beginning of one, or the path of its
   *     folder or file
   * @throws RunStoreException.NotFound if no profile or several match
   */
  public Path find(String name) throws RunStoreException {
    try {
      Path path = Path.of(name);
      if (path.endsWith(FILE) && Files.isRegularFile(path)) {
        return path.toAbsolutePath().resolveSibling("");
      }
      if (Files.isRegularFile(path.resolve(FILE))) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Not a path, so perhaps an id.
    }
    List<Path> all = list();
    List<Path> matches =
        name.equals("latest")
            ? all.stream().limit(1).toList()
            : all.stream().filter(p -> id(p).startsWith(name)).toList();
    if (matches.size() != 1 || name.isBlank()) {
      throw new RunStoreException.NotFound(
          (matches.isEmpty() || name.isBlank()
                  ? "no profile "
                  : matches.size() + " profiles start with ")
              + name
              + (matches.isEmpty() ? " in " + profiles : ""));
    }
    return matches.getFirst();
  }

  /** Reads the profile in a folder. */
  public static Profile read(Path folder) throws RunStoreException {
    Path file = folder.resolve(FILE);
    try {
      return ProfileJson.read(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      if (e instanceof RunStoreException known) {
        throw known;
      }
      throw new RunStoreException.Damaged(file.toString(), "it cannot be read", e);
    }
  }

  /** The folders of all profiles, the newest first; their names begin with the time. */
  private List<Path> list() throws RunStoreException {
    if (!Files.isDirectory(profiles)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(profiles)) {
      return folders
          .filter(folder -> RunId.isRunId(id(folder)) && Files.exists(folder.resolve(FILE)))
          .sorted(Comparator.comparing(ProfileStore::id).reversed())
          .toList();
    } catch (IOException e) {
      throw new RunStoreException.Damaged(profiles.toString(), "it cannot be listed", e);
    }
  }

  private static String id(Path folder) {
    return String.valueOf(folder.getFileName());
  }
}
