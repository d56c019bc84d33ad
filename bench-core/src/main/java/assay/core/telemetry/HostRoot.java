package assay.core.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where {@code /sys} and {@code /proc} are read: the machine itself, or a folder that stands for
 * another one. Everything read under such a folder is marked with its name in the record.
 *
 * @param path {@code /} for the machine itself
 */
public record HostRoot(Path path) {
  /** The environment variable that names such a folder. */
  public static final String VARIABLE = "ASSAY_SYSFS_ROOT";

  private static final Path MACHINE = Path.of("/");

  /** Makes the path absolute. */
  public HostRoot {
    path = path.toAbsolutePath().normalize();
  }

  /** The machine itself. */
  public static HostRoot machine() {
    return new HostRoot(MACHINE);
  }

  /**
   * The folder that {@link #VARIABLE} names, or else the machine.
   *
   * @throws IllegalArgumentException if it names no folder
   */
  public static HostRoot of(Map<String, String> environment) {
    String named = environment.get(VARIABLE);
    if (named == null || named.isBlank()) {
      return machine();
    }
    Path folder = Path.of(named);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          VARIABLE + " names " + folder + ", which is no folder; unset it to read this machine");
    }
    return new HostRoot(folder);
  }

  /** Whether this is the machine itself. */
  public boolean isMachine() {
    return path.equals(MACHINE);
  }

  /** The folder's name where it stands for a machine; empty for the machine itself. */
  public Optional<String> standIn() {
    return isMachine() ? Optional.empty() : Optional.of(path.toString());
  }

  /**
   * A file of the machine.
   *
   * @param relative without leading slash, such as {@code sys/class/powercap}
   */
  public Path resolve(String relative) {
    return path.resolve(relative);
  }

  /** The name a person knows the file by: as on the machine, without the stand-in folder. */
  public String nameOf(Path file) {
    return "/" + path.relativize(file.toAbsolutePath().normalize());
  }
}
