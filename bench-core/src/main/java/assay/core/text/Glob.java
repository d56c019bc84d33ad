package assay.core.text;

import java.util.regex.Pattern;

/** Patterns in which {@code *} stands for any text and {@code ?} for one character. */
public final class Glob {
  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  /** A pattern that texts match as a whole. */
  public static Glob of(String glob) {
    return new Glob(
        Pattern.compile(
            Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL));
  }

  /** Whether a text has no {@code *} and no {@code ?}, so that it only matches itself. */
  public static boolean isPlain(String text) {
    return !text.contains("*") && !text.contains("?");
  }

  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
