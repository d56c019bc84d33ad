package assay.core.harness;

import assay.core.files.AnyText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a child process printed before it died. */
final class ForkLogs {
  private static final int LINES = 3;
  private static final String FORK_DIED = "<forked VM failed";
  private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d{1,9})");
  private static final Pattern TAG = Pattern.compile("</?(stdout|stderr)[^>]*>");

  private ForkLogs() {}

  /**
   * The last lines of a log as one line, without JVM warnings. From JMH's log the part about the
   * dead fork is taken: its exit code and the tagged ends of its two streams. Lines with JMH's
   * scores are omitted, because the results were not verified.
   */
  static String tail(Path log) {
    try {
      List<String> lines = AnyText.read(log).lines().map(String::trim).toList();
      int death = indexOf(lines, FORK_DIED, 0);
      String code = death < 0 ? "" : death(lines.get(death).replaceAll(".*<|>", "")) + ": ";
      List<String> said =
          lines.subList(death + 1, indexOrEnd(lines, "# Run complete", death + 1)).stream()
              .filter(ForkLogs::isMessage)
              .toList();
      return code
          + (said.isEmpty()
              ? "it printed nothing"
              : String.join(" | ", said.subList(Math.max(0, said.size() - LINES), said.size())));
    } catch (IOException e) {
      return "its log " + log + " cannot be read";
    }
  }

  /** JMH's words about a fork that died, with what its exit code means. */
  private static String death(String line) {
    Matcher code = EXIT_CODE.matcher(line);
    return code.find()
        ? code.replaceFirst(Matcher.quoteReplacement(exitCode(Integer.parseInt(code.group(1)))))
        : line;
  }

  /** An exit code, and what it means if a signal has ended the process. */
  static String exitCode(int code) {
    String meaning =
        switch (code) {
          case 128 + 9 ->
              " (it was killed, most often by the kernel's out-of-memory killer, which dmesg shows)";
          case 128 + 6, 128 + 7, 128 + 8, 128 + 11 -> " (it crashed)";
          default -> "";
        };
    return "exit code " + code + meaning;
  }

  private static boolean isMessage(String line) {
    return !line.isEmpty()
        && !line.startsWith("WARNING:")
        && !line.startsWith("at ")
        && !line.startsWith("#")
        && !line.startsWith("Iteration ")
        && !TAG.matcher(line).matches();
  }

  private static int indexOf(List<String> lines, String text, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    return -1;
  }

  private static int indexOrEnd(List<String> lines, String text, int from) {
    int found = indexOf(lines, text, from);
    return found < 0 ? lines.size() : found;
  }
}
