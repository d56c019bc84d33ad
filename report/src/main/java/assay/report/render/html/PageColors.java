package assay.report.render.html;

import assay.report.document.Theme;
import java.awt.Color;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The themes' colours as variables of the style sheet and classes of drawings. */
final class PageColors {
  private final Map<String, String> names = new HashMap<>();

  PageColors() {
    colors(Theme.LIGHT).forEach((name, color) -> names.put(hex(color), name));
  }

  private static Map<String, Color> colors(Theme theme) {
    Map<String, Color> colors = new LinkedHashMap<>();
    for (Theme.Role role : Theme.Role.values()) {
      colors.put(role.name().toLowerCase(Locale.ROOT), theme.color(role));
    }
    for (int i = 0; i < Theme.seriesColors(); i++) {
      colors.put("s" + i, theme.series(i));
    }
    return colors;
  }

  /** The variables of a theme: {@code --text:#1b2127;…}. */
  static String variables(Theme theme) {
    StringBuilder css = new StringBuilder();
    colors(theme).forEach((name, color) -> css.append("--" + name + ":" + hex(color) + ";"));
    return css.toString();
  }

  /** A style sheet with the colours of a theme in place of the variables. */
  static String written(String css, Theme theme) {
    String written = css;
    for (Map.Entry<String, Color> color : colors(theme).entrySet()) {
      written = written.replace("var(--" + color.getKey() + ")", hex(color.getValue()));
    }
    return written;
  }

  /** The classes of fills and strokes of drawings. */
  static String rules() {
    StringBuilder css = new StringBuilder();
    colors(Theme.LIGHT)
        .keySet()
        .forEach(name ->
            css.append(
                String.format(
                    Locale.ROOT,
                    ".f-%s{fill:var(--%s)}.k-%s{stroke:var(--%s)}\n",
                    name,
                    name,
                    name,
                    name)));
    return css.toString();
  }

  /** Takes the theme's colours out of an element's attributes and gives their classes. */
  String classes(Map<String, String> attributes) {
    StringBuilder classes = new StringBuilder();
    take(attributes, "fill", "f-", classes);
    take(attributes, "stroke", "k-", classes);
    return classes.toString();
  }

  private void take(
      Map<String, String> attributes, String attribute, String prefix, StringBuilder classes) {
    String value = attributes.get(attribute);
    String name = value == null ? null : names.get(value);
    if (name != null) {
      attributes.remove(attribute);
      classes.append(classes.isEmpty() ? "" : " ").append(prefix).append(name);
    }
  }

  private static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }
}
