package assay.report.document;

import java.util.regex.Pattern;

/** Where a link may lead: an anchor, or a relative path with an optional anchor. */
final class LinkTarget {
  private static final Pattern INSIDE = Pattern.compile("#[a-z][a-z0-9-]*");
  private static final Pattern SCHEME = Pattern.compile("^[^/?#]*:.*", Pattern.DOTALL);

  private LinkTarget() {}

  static void check(String target) {
    boolean inside = INSIDE.matcher(target).matches();
    boolean relative =
        !target.isBlank()
            && !target.startsWith("#")
            && !target.startsWith("/")
            && !target.contains("\\")
            && target.codePoints().noneMatch(Character::isISOControl)
            && !SCHEME.matcher(target).matches();
    if (!inside && !relative) {
      throw new IllegalArgumentException(
          "a link leads to '#anchor' or to a relative path, not to '" + target + "'");
    }
  }
}
