package assay.fpga.rtl;

import assay.core.files.ProgramFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cache of folders that are expensive to make, by a name that identifies their contents. A folder
 * is made under a temporary name and moved into place, so that two processes may make the same one
 * and neither sees it half-finished.
 */
final class Cache {
  /** System property that names the cache's folder. */
  static final String PROPERTY = "assay.rtl.cache";

  /** Several times what a build takes for a moment. */
  private static final long NEEDED_BYTES = 32 << 20;

  private final Path root;

  Cache(Path root) {
    this.root = root;
  }

  /** The folder that the property names, or the user's cache folder, or the temporary folder. */
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

  /**
   * Why simulations cannot be built and executed in it; empty if they can, and where it may not be
   * written, since what is needed may be in it already.
   */
  Optional<String> trouble() {
    return Files.isDirectory(root) && !Files.isWritable(root)
        ? Optional.empty()
        : ProgramFolder.trouble(root, NEEDED_BYTES)
            .map(why -> "the folder for simulations, " + root + ", " + why);
  }

  /** Fills an empty folder. */
  @FunctionalInterface
  interface Filling {
    /**
     * Fills it.
     *
     * @throws IOException if that fails; nothing is kept then
     */
    void fill(Path folder) throws IOException;
  }

  /**
   * The folder of that name, filled now if it does not exist.
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
      // Another process was faster; its result is just as good.
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    } finally {
      remove(made);
    }
    return wanted;
  }

  /** Removes a folder and its contents, if it exists. */
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
