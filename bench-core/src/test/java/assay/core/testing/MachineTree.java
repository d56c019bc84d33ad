package assay.core.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Lays out the {@code /sys} and {@code /proc} of a machine that is not at hand, from a text file
 * written by hand after the kernel's documentation.
 *
 * <p>A line is {@code path = content} ({@code \n} in the content is a line feed; every file ends
 * with one), {@code path -> target} for a symbolic link, relative to the link, or {@code path/} for
 * an empty folder. Lines that begin with {@code #} are comments; they say what the values rest on.
 */
public final class MachineTree {
  private MachineTree() {}

  /**
   * Lays a tree out.
   *
   * @param test class beside which the file lies
   * @param resource the file's name, such as {@code intel-server.tree}
   * @param folder an empty folder
   * @return {@code folder}
   */
  public static Path lay(Class<?> test, String resource, Path folder) {
    try (InputStream in =
        Objects.requireNonNull(test.getResourceAsStream(resource), "no " + resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lay(line, folder);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lay(String line, Path folder) throws IOException {
    int link = line.indexOf(" -> ");
    int equals = line.indexOf(" = ");
    if (link > 0) {
      Path file = folder.resolve(line.substring(0, link));
      Files.createDirectories(file.getParent());
      Files.createSymbolicLink(file, Path.of(line.substring(link + 4)));
    } else if (equals > 0) {
      write(
          folder,
          line.substring(0, equals),
          line.substring(equals + 3).replace("\\n", "\n").replace("\\t", "\t"));
    } else if (line.endsWith("/")) {
      Files.createDirectories(folder.resolve(line));
    } else {
      throw new IllegalArgumentException("neither file, link nor folder: " + line);
    }
  }

  /**
   * Writes one file of a tree.
   *
   * @param relative path below {@code folder}
   * @param content without the last line feed
   */
  public static void write(Path folder, String relative, String content) throws IOException {
    Path file = folder.resolve(relative);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content + "\n");
  }
}
