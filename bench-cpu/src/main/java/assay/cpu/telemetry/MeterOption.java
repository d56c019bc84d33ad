package assay.cpu.telemetry;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An external meter as given on the command line: {@code csv:PATH}, in which a leading {@code ~} is
 * the home folder, or {@code cmd:COMMAND}, followed by any of {@code ,period=1s}, {@code
 * ,averaged=1s}, {@code ,accuracy=0.5%}.
 *
 * @param kind of the source of its lines
 * @param target the file or the command
 * @param periodSeconds time between two readings, s; null if it is to be estimated
 * @param averagedSeconds time over which a reading averages, s; 0 for an instantaneous one
 * @param accuracyPercent largest error stated by the manufacturer, ± %; null if not stated
 */
record MeterOption(
    Kind kind,
    String target,
    @Nullable Double periodSeconds,
    double averagedSeconds,
    @Nullable Double accuracyPercent) {
  /** Source of the lines. */
  enum Kind {
    CSV,
    CMD
  }

  /** Only at the end, so that paths and commands may contain commas. */
  private static final Pattern LAST_SETTING =
      Pattern.compile("^(.*),(period|averaged|accuracy)=([^,]*)$", Pattern.DOTALL);

  private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|min)");
  private static final Pattern PERCENT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)%");

  /**
   * Parses the option.
   *
   * @throws IllegalArgumentException if it is malformed, with the reason
   */
  static MeterOption parse(String text) {
    String rest = text;
    Double period = null;
    Double averaged = null;
    Double accuracy = null;
    for (Matcher m = LAST_SETTING.matcher(rest); m.matches(); m = LAST_SETTING.matcher(rest)) {
      switch (m.group(2)) {
        case "period" -> period = seconds(m.group(2), m.group(3));
        case "averaged" -> averaged = seconds(m.group(2), m.group(3));
        default -> accuracy = percent(m.group(3));
      }
      rest = m.group(1);
    }
    int colon = rest.indexOf(':');
    String kind = colon < 0 ? "" : rest.substring(0, colon);
    String target = rest.substring(colon + 1).strip();
    if (!kind.equals("csv") && !kind.equals("cmd")) {
      throw new IllegalArgumentException("'" + text + "' starts with neither csv: nor cmd:");
    }
    if (target.isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' has nothing after " + kind + ":");
    }
    return new MeterOption(
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        kind.equals("csv") ? expanded(target) : target,
        period,
        averaged == null ? 0 : averaged,
        accuracy);
  }

  /** A shell expands {@code ~} only at the beginning of a word, so it arrives here after csv:. */
  private static String expanded(String path) {
    if (path.equals("~") || path.startsWith("~/")) {
      return Objects.requireNonNullElseGet(
              System.getenv("HOME"), () -> System.getProperty("user.home"))
          + path.substring(1);
    }
    if (path.startsWith("~")) {
      throw new IllegalArgumentException(
          "'" + path + "': ~ stands for your own home folder only; give the full path");
    }
    return path;
  }

  private static double seconds(String name, String text) {
    Matcher m = DURATION.matcher(text);
    double number = m.matches() ? Double.parseDouble(m.group(1)) : 0;
    if (number <= 0) {
      throw new IllegalArgumentException(
          name + "=" + text + " is not a positive time, such as 500ms, 1s or 1min");
    }
    return switch (m.group(2)) {
      case "ms" -> number / 1000;
      case "min" -> number * 60;
      default -> number;
    };
  }

  private static double percent(String text) {
    Matcher m = PERCENT.matcher(text);
    double number = m.matches() ? Double.parseDouble(m.group(1)) : 0;
    if (number <= 0) {
      throw new IllegalArgumentException(
          "accuracy=" + text + " is not a positive percentage," + " such as 0.5%");
    }
    return number;
  }
}
