package assay.core.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a child process printed before it died. */
final class ForkLogs {
  private static final int LINES = 3;

  private ForkLogs() {}

  /** The last lines of a log as one line, without the JVM's own warnings. */
  static String tail(Path log) {
    try {
      List<String> lines =
          Files.readAllLines(log).stream()
              .map(String::trim)
              .filter(l -> !l.isEmpty() && !l.startsWith("WARNING:") && !l.startsWith("at "))
              .toList();
      return lines.isEmpty()
          ? "it printed nothing"
          : String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "its log " + log + " cannot be read";
    }
  }
}
