package assay.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The folders searched for the full data set when none is given, in this order.
 *
 * @param fetched where the data set is fetched to
 * @param packaged where Debian's package {@code dataset-fashion-mnist} puts it
 */
public record DataFolders(Path fetched, Path packaged) {
  /** Folder of Debian's package, from its file list. */
  public static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

  /** This machine's folders, from the environment and the home folder. */
  public static DataFolders ofSystem() {
    return of(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  /**
   * Folders under an environment: {@code $XDG_CACHE_HOME/assay/fashion-mnist}, or {@code
   * ~/.cache/assay/fashion-mnist} when that variable is unset, empty or relative (the XDG Base
   * Directory Specification says that relative paths must be ignored).
   *
   * @param environment the process's environment variables
   * @param home the user's home folder
   */
  public static DataFolders of(Map<String, String> environment, Path home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    boolean usable = !cache.isEmpty() && Path.of(cache).isAbsolute();
    Path base = usable ? Path.of(cache) : home.resolve(".cache");
    return new DataFolders(base.resolve("assay").resolve("fashion-mnist"), DEBIAN);
  }

  List<Path> inOrder() {
    return List.of(fetched, packaged);
  }
}
