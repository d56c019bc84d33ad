package assay.core.environment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of this program's class path as they were. Forks load them anew, so that a file that is
 * replaced in mid-run would change what is measured.
 */
public final class ProgramFiles {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private final Map<Path, String> before = now();

  /** Remembers how the files are. */
  public ProgramFiles() {}

  /** A file that was changed, added or removed since; empty if there is none. */
  public Optional<Path> changed() {
    Map<Path, String> now = now();
    return Stream.concat(before.keySet().stream(), now.keySet().stream())
        .filter(file -> !now.getOrDefault(file, "").equals(before.get(file)))
        .findFirst();
  }

  private static Map<Path, String> now() {
    Map<Path, String> files = new TreeMap<>();
    for (String entry : CLASS_PATH.split(File.pathSeparator, -1)) {
      try (Stream<Path> all = Files.walk(Path.of(entry))) {
        all.filter(Files::isRegularFile).forEach(file -> files.put(file, state(file)));
      } catch (IOException e) {
        // It does not exist, and then no class comes from it.
      }
    }
    return files;
  }

  /** Size, time and inode: a content's hash would take longer than a short fork. */
  private static String state(Path file) {
    try {
      BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
      return a.size() + " " + a.lastModifiedTime() + " " + a.fileKey();
    } catch (IOException e) {
      return "gone";
    }
  }
}
