package assay.fpga.telemetry;

import assay.core.telemetry.HostRoot;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks into folders that may not be there. */
final class Folders {
  private Folders() {}

  /** {@code root} with links followed, so that the files found below it can be named after it. */
  static HostRoot real(HostRoot root) {
    try {
      return new HostRoot(root.path().toRealPath());
    } catch (IOException e) {
      return root;
    }
  }

  /** What lies in {@code folder}, sorted; nothing where it is no readable folder. */
  static List<Path> list(Path folder) {
    return list(folder, "*");
  }

  /** What lies in {@code folder} under a name that the glob matches, sorted. */
  static List<Path> list(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }
}
