package assay.report.procurement;

import java.util.Locale;

/** Names of figures and tables from names in records. */
final class Anchor {
  private Anchor() {}

  /** Letters, digits and hyphens of a short name such as a precision; others by their number. */
  static String of(String name) {
    StringBuilder anchor = new StringBuilder();
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      anchor.append(plain ? String.valueOf(c) : "-" + (int) c + "-");
    }
    return anchor.toString();
  }
}
