package assay.report.render.html;

import assay.report.document.Theme;
import assay.report.text.Fonts;
import java.util.Base64;
import java.util.Locale;

/** The style sheet of a page: fonts, colours, layout. */
final class StyleSheet {
  private StyleSheet() {}

  static String screen() {
    return face(Fonts.SANS, "400", "AssaySans-Regular.woff2")
        + face(Fonts.SANS, "700", "AssaySans-Bold.woff2")
        + face(Fonts.MONO, "400", "AssayMono-Regular.woff2")
        + ":root{color-scheme:light dark;"
        + PageColors.variables(Theme.LIGHT)
        + "}\n@media screen and (prefers-color-scheme:dark){:root{"
        + PageColors.variables(Theme.DARK)
        + "}}\n"
        + PageColors.rules()
        + Resources.text("report.css");
  }

  /** For paper, which has no CSS variables, so the colours are written out. */
  static String paper() {
    return PageColors.written(Resources.text("paper.css"), Theme.PRINT);
  }

  private static String face(String family, String weight, String file) {
    return String.format(
        Locale.ROOT,
        "@font-face{font-family:\"%s\";font-weight:%s;src:url(data:font/woff2;base64,%s)}\n",
        family,
        weight,
        Base64.getEncoder().encodeToString(Fonts.file(file)));
  }
}
