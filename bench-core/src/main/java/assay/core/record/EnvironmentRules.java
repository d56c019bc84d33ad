package assay.core.record;

import assay.core.checks.Checks;
import assay.core.files.Sha256;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Invariants of every {@link RunRecord.Environment}. */
public final class EnvironmentRules {
  private static final int MAX_LENGTH = 500;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private EnvironmentRules() {}

  /** SHA-256 of the values as defined by {@link RunRecord.Environment}. */
  public static String hash(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(values)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return Sha256.of(text.toString());
  }

  static void checkHash(String name, String stated, Map<String, String> values) {
    String actual = hash(values);
    if (!actual.equals(stated)) {
      throw new IllegalArgumentException(
          "environment."
              + name
              + " is "
              + stated
              + ", but its values have "
              + actual
              + "; the values were changed after they were written");
    }
  }

  static void check(
      @Nullable String host,
      List<Map<String, String>> groups,
      List<RunRecord.Unknown> unavailable) {
    Set<String> names = new HashSet<>();
    for (Map<String, String> group : groups) {
      group.forEach((name, value) -> {
        checkName(names, name);
        line("environment value '" + name + "'", value);
      });
    }
    for (RunRecord.Unknown unknown : unavailable) {
      checkName(names, unknown.what());
      line("reason of '" + unknown.what() + "'", unknown.reason());
    }
    if (host != null) {
      line("host", host);
    }
    if ((host == null) != names.contains("host")) {
      throw new IllegalArgumentException(
          host == null
              ? "host is missing without a reason"
              : "host is known, but 'host' is also listed in the environment");
    }
  }

  private static void checkName(Set<String> names, String name) {
    line("environment name", name);
    if (name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("environment name '" + name + "' contains '='");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException("environment name '" + name + "' occurs twice");
    }
  }

  private static void line(String what, String text) {
    Checks.text(what, text);
    if (text.length() > MAX_LENGTH || CONTROL.matcher(text).find()) {
      throw new IllegalArgumentException(
          what + " is not a single line of at most " + MAX_LENGTH + " characters");
    }
  }
}
