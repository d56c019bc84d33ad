package assay.core.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder in the temporary folder for child processes. It is deleted with all its content when it
 * is closed, or when a signal ends this process.
 */
final class WorkFolder implements AutoCloseable {
  /** The system takes 107 bytes with the socket's own name. */
  private static final int MAX_SOCKET_FOLDER_BYTES = 90;

  private static final Set<WorkFolder> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;

  private WorkFolder(Path path) {
    this.path = path;
  }

  /** Creates it in {@code java.io.tmpdir}. */
  static WorkFolder create(String prefix) throws IOException {
    return opened(Files.createTempDirectory(prefix));
  }

  /** Creates it there, or in a folder with a shorter path if that is too long for a socket. */
  static WorkFolder createForSocket() throws IOException {
    WorkFolder usual = create("assay-");
    if (hasRoomForSocket(usual.path())) {
      return usual;
    }
    usual.close();
    return create(Path.of("/tmp"), "assay-");
  }

  /** Whether the path of a socket in this folder is short enough for the system. */
  static boolean hasRoomForSocket(Path folder) {
    return folder.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_FOLDER_BYTES;
  }

  /** Creates it in another folder. */
  static WorkFolder create(Path parent, String prefix) throws IOException {
    return opened(Files.createTempDirectory(parent, prefix));
  }

  private static WorkFolder opened(Path path) {
    Interruption.endForksWithThisProcess();
    WorkFolder folder = new WorkFolder(path);
    OPEN.add(folder);
    return folder;
  }

  Path path() {
    return path;
  }

  /** The argument that makes this a JVM's temporary folder: what it leaves there goes as well. */
  String temporaryFolderOfJvm() {
    return "-Djava.io.tmpdir=" + path;
  }

  @Override
  public void close() {
    OPEN.remove(this);
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A process that would not die may still write here; no result depends on it.
    }
  }

  /** At the end of the process, when its children have ended. */
  static void closeAll() {
    OPEN.forEach(WorkFolder::close);
  }
}
