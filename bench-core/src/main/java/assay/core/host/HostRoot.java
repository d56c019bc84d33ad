package assay.core.host;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.files.AnyText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Where {@code /sys} and {@code /proc} are read: the machine itself, or a folder in its place, such
 * as a copy of another machine's. The record names the folder.
 *
 * <p>Paths are relative and without leading slash, such as {@code sys/class/powercap}. A file that
 * cannot be read gives a reason, never an exception.
 *
 * @param path {@code /} for the machine itself
 */
public record HostRoot(Path path) {
  /** The environment variable that names the folder. */
  public static final String VARIABLE = "ASSAY_SYSFS_ROOT";

  private static final Path MACHINE = Path.of("/");
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern PCI_ADDRESS = Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:.*");
  private static final int WIDTH = 19;

  /** Makes the path absolute. */
  public HostRoot {
    path = path.toAbsolutePath().normalize();
  }

  /** The machine itself. */
  public static HostRoot machine() {
    return new HostRoot(MACHINE);
  }

  /**
   * The folder that {@link #VARIABLE} names, or the machine.
   *
   * @throws IllegalArgumentException if it does not name a folder
   */
  public static HostRoot of(Map<String, String> environment) {
    String named = environment.get(VARIABLE);
    if (named == null || named.isBlank()) {
      return machine();
    }
    Path folder = Path.of(named);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          VARIABLE + " is " + folder + ", which is not a folder; unset it to read this machine");
    }
    return new HostRoot(folder);
  }

  /** With symbolic links resolved, so that files found by their real paths can be named. */
  public HostRoot real() {
    try {
      return new HostRoot(path.toRealPath());
    } catch (IOException e) {
      return this;
    }
  }

  /** Whether this is the machine itself. */
  public boolean isMachine() {
    return path.equals(MACHINE);
  }

  /** The name of the folder in the machine's place; empty for the machine itself. */
  public Optional<String> standIn() {
    return isMachine() ? Optional.empty() : Optional.of(path.toString());
  }

  /** A file of the machine. */
  public Path resolve(String relative) {
    return path.resolve(relative);
  }

  /** The file's path on the machine, without the stand-in folder; for messages. */
  public String nameOf(Path file) {
    return "/" + path.relativize(file.toAbsolutePath().normalize());
  }

  /** The file's path on the machine, for messages. */
  public String nameOf(String relative) {
    return nameOf(resolve(relative));
  }

  /** A file's text without surrounding white space; an empty file is unavailable too. */
  public Availability<String> text(String relative) {
    try {
      return stated(nameOf(relative), text(resolve(relative)));
    } catch (IOException e) {
      return new Unavailable<>(nameOf(relative) + " " + problem(e));
    }
  }

  /** A file's text without surrounding white space; any bytes are accepted. */
  public static String text(Path file) throws IOException {
    return AnyText.read(file).strip();
  }

  /** A text found at {@code place}; unavailable if blank. */
  public static Availability<String> stated(String place, String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? new Unavailable<>(place + " is empty") : new Available<>(stripped);
  }

  /** A file's bytes. */
  public Availability<byte[]> bytes(String relative) {
    try {
      return new Available<>(Files.readAllBytes(resolve(relative)));
    } catch (IOException e) {
      return new Unavailable<>(nameOf(relative) + " " + problem(e));
    }
  }

  /** The integer in a file; empty if it cannot be read or is not an integer. */
  public OptionalLong number(String relative) {
    try {
      return OptionalLong.of(Long.parseLong(text(relative).orElse("")));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether there is such a file or folder. */
  public boolean exists(String relative) {
    return Files.exists(resolve(relative));
  }

  /** The real path of a file or folder; unchanged if it cannot be resolved. */
  public String realPath(String relative) {
    try {
      return resolve(relative).toRealPath().toString();
    } catch (IOException e) {
      return resolve(relative).toString();
    }
  }

  /** The names in a folder, {@code cpu2} before {@code cpu10}; none if it cannot be listed. */
  public List<String> names(String folder) {
    return list(resolve(folder), "*").stream().map(HostRoot::name).toList();
  }

  /**
   * The entries of a folder, {@code cpu2} before {@code cpu10}.
   *
   * @param entry pattern that the whole name must match
   * @return their paths relative to this; empty if the folder cannot be listed, see {@link
   *     #unlisted}
   */
  public List<String> list(String folder, String entry) {
    Pattern pattern = Pattern.compile(entry);
    return names(folder).stream()
        .filter(name -> pattern.matcher(name).matches())
        .map(name -> folder + "/" + name)
        .toList();
  }

  /** The entries of a folder that match the glob, in the same order. */
  public static List<Path> list(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    found.sort(Comparator.comparing(HostRoot::sortKey));
    return found;
  }

  /** Why {@link #list} returned nothing: the folder cannot be listed, or has no {@code what}. */
  public String unlisted(String folder, String what) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(resolve(folder))) {
      boolean some = entries.iterator().hasNext();
      return nameOf(folder) + (some ? " contains no " + what : " is empty");
    } catch (IOException e) {
      return nameOf(folder) + " " + problem(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String sortKey(Path file) {
    String name = name(file);
    return PCI_ADDRESS.matcher(name).matches()
        ? name // Its digits are hexadecimal.
        : DIGITS
            .matcher(name)
            .replaceAll(m -> "0".repeat(Math.max(0, WIDTH - m.group().length())) + m.group());
  }

  private static String problem(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "does not exist";
      case AccessDeniedException denied -> "is not readable by this user";
      case NotDirectoryException file -> "is not a folder";
      // Its message starts with the file name, which the caller already gives.
      case FileSystemException other when other.getReason() != null ->
          "cannot be read: " + other.getReason();
      default -> "cannot be read: " + e.getMessage();
    };
  }
}
