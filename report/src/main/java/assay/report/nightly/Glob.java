package assay.report.nightly;

import java.util.regex.Pattern;

/** Patterns in which {@code *} stands for any text and {@code ?} for one character. */
final class Glob {
  private Glob() {}

  static boolean matches(String glob, String text) {
    return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"))
        .matcher(text)
        .matches();
  }
}
