package assay.core.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files in one step: a reader sees the old file or the new one, and never half of it. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a text in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes under a temporary name beside the file, which begins with a dot so that whoever
   * watches the folder takes no notice of it, and moves them into place.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path temporary =
        file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        // Without it a crash after the move can leave an empty file under the final name.
        channel.force(true);
      }
      replace(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Moves a whole file into the place of {@code file}, on the same file system. */
  public static void replace(Path made, Path file) throws IOException {
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
