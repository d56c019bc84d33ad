package assay.fpga.rtl;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Folders that were costly to make, kept under a name that says what is in them. A folder is made
 * under a temporary name and moved into place, so that two processes may make the same one and
 * neither sees half of it.
 */
final class Cache {
  /** System property that names the cache's folder. */
  static final String PROPERTY = "assay.rtl.cache";

  private final Path root;

  Cache(Path root) {
    this.root = root;
  }

  /** The folder that the property names, else the user's cache folder, else the temporary one. */
  static Cache ofUser(Map<String, String> environment) {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return new Cache(Path.of(named));
    }
    String cache = environment.get("XDG_CACHE_HOME");
    String home = environment.get("HOME");
    if (cache != null && !cache.isBlank()) {
      return new Cache(Path.of(cache, "assay", "rtl"));
    }
    return home != null && Files.isWritable(Path.of(home))
        ? new Cache(Path.of(home, ".cache", "assay", "rtl"))
        : new Cache(
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "assay-rtl-" + System.getProperty("user.name")));
  }

  /** Fills an empty folder. */
  @FunctionalInterface
  interface Filling {
    /**
     * Fills it.
     *
     * @throws IOException if it cannot be done; nothing is kept then
     */
    void fill(Path folder) throws IOException;
  }

  /**
   * The folder of that name, filled now if it is not there.
   *
   * @throws IOException if it cannot be filled or moved into place
   */
  Path get(String name, Filling filling) throws IOException {
    Path wanted = root.resolve(name);
    if (Files.isDirectory(wanted)) {
      return wanted;
    }
    Files.createDirectories(root);
    Path made = Files.createTempDirectory(root, ".making-");
    try {
      filling.fill(made);
      Files.move(made, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process was faster: what it made is as good.
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    } finally {
      remove(made);
    }
    return wanted;
  }

  /** Removes a folder with all that is in it; nothing if it is not there. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
