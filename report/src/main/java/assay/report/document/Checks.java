package assay.report.document;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Argument checks of the document model. */
final class Checks {
  private static final Pattern ANCHOR = Pattern.compile("[a-z][a-z0-9-]*");

  private Checks() {}

  static void text(String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + " is blank");
    }
  }

  static void textOrNull(String name, @Nullable String text) {
    if (text != null) {
      text(name, text);
    }
  }

  static void anchor(String anchor) {
    if (!ANCHOR.matcher(anchor).matches()) {
      throw new IllegalArgumentException(
          "an anchor is lower-case letters, digits and hyphens, not '" + anchor + "'");
    }
  }

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value);
    }
  }
}
