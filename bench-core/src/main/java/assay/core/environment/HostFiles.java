package assay.core.environment;

import assay.core.telemetry.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files of the machine; an error is an answer with a reason and never an exception. */
final class HostFiles {
  private static final Pattern LEADING = Pattern.compile("^\\D*");
  private static final int LONGEST_NUMBER = 9;

  private final HostRoot root;

  HostFiles(HostRoot root) {
    this.root = root;
  }

  HostRoot root() {
    return root;
  }

  /** A file's text without the white space around it. */
  Answer text(String path) {
    return switch (bytes(path)) {
      case Content.Read read ->
          Answer.of(name(path), new String(read.bytes(), StandardCharsets.UTF_8));
      case Content.Unread unread -> new Answer.Missing(unread.reason());
    };
  }

  /** What came of reading a file. */
  sealed interface Content {
    /** Its bytes. */
    record Read(byte[] bytes) implements Content {}

    /** Why it was not read. */
    record Unread(String reason) implements Content {}
  }

  /** A file as it is. */
  Content bytes(String path) {
    Path file = root.resolve(path);
    try {
      return new Content.Read(Files.readAllBytes(file));
    } catch (IOException e) {
      return new Content.Unread(name(path) + " " + problem(e));
    }
  }

  /** Whether there is such a file or folder. */
  boolean exists(String path) {
    return Files.exists(root.resolve(path));
  }

  /**
   * The entries of a folder, {@code cpu2} before {@code cpu10}.
   *
   * @param entry what the whole of an entry's name must match
   * @return their paths, as {@link #text} takes them; empty where the folder cannot be listed, see
   *     {@link #unlisted}
   */
  List<String> list(String folder, String entry) {
    Pattern pattern = Pattern.compile(entry);
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return entries
          .map(file -> file.getFileName().toString())
          .filter(name -> pattern.matcher(name).matches())
          .sorted(
              Comparator.comparing(HostFiles::prefix)
                  .thenComparingLong(HostFiles::number)
                  .thenComparing(Comparator.naturalOrder()))
          .map(name -> folder + "/" + name)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Why {@link #list} gave nothing: the folder cannot be listed, or has no {@code what}. */
  String unlisted(String folder, String what) {
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return name(folder) + (entries.findAny().isPresent() ? " lists no " + what : " is empty");
    } catch (IOException e) {
      return name(folder) + " " + problem(e);
    }
  }

  /** The name a person knows the file by. */
  String name(String path) {
    return root.nameOf(root.resolve(path));
  }

  private static String prefix(String name) {
    java.util.regex.Matcher matcher = LEADING.matcher(name);
    return matcher.find() ? matcher.group() : "";
  }

  private static long number(String name) {
    String digits = LEADING.matcher(name).replaceFirst("").replaceFirst("\\D.*", "");
    return digits.isEmpty() || digits.length() > LONGEST_NUMBER ? 0 : Long.parseLong(digits);
  }

  private static String problem(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "is not there";
      case AccessDeniedException denied -> "may not be read by this user";
      case NotDirectoryException file -> "is no folder";
      // Its message begins with the file's name, which stands there already.
      case FileSystemException other when other.getReason() != null ->
          "cannot be read: " + other.getReason();
      default -> "cannot be read: " + e.getMessage();
    };
  }
}
