package assay.cpu.telemetry;

import assay.core.telemetry.HostRoot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Looks around in {@code /sys} and {@code /proc} once, before anything is measured. */
final class SysFiles {
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final int WIDTH = 19;

  private SysFiles() {}

  /** The text of a file without blanks around it; empty where it cannot be read or holds none. */
  static Optional<String> text(HostRoot root, String relative) {
    try {
      return Optional.of(Files.readString(root.resolve(relative)).strip())
          .filter(t -> !t.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The number in a file; empty where it cannot be read or holds none. */
  static OptionalLong number(HostRoot root, String relative) {
    Optional<String> text = text(root, relative);
    try {
      return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The names in a folder, 2 before 10; none where it cannot be listed. */
  static List<String> list(HostRoot root, String relative) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(relative))) {
      entries.forEach(e -> names.add(String.valueOf(e.getFileName())));
    } catch (IOException e) {
      return List.of();
    }
    names.sort(Comparator.comparing(SysFiles::sortKey));
    return names;
  }

  private static String sortKey(String name) {
    return DIGITS
        .matcher(name)
        .replaceAll(m -> "0".repeat(Math.max(0, WIDTH - m.group().length())) + m.group());
  }

  static boolean exists(HostRoot root, String relative) {
    return Files.exists(root.resolve(relative));
  }

  /** The folder that a link leads to, with all links resolved; as named where there is none. */
  static String realPath(HostRoot root, String relative) {
    try {
      return root.resolve(relative).toRealPath().toString();
    } catch (IOException e) {
      return root.resolve(relative).toString();
    }
  }
}
