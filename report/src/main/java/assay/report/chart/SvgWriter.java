package assay.report.chart;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Writes a generated drawing as text: attributes in the order of their names, without those that
 * are inherited anyway, and without groups of a single element.
 */
final class SvgWriter {
  // These act on a group as a whole and may clash with the same of its element.
  private static final Set<String> NOT_FOLDED =
      Set.of("transform", "clip-path", "opacity", "id", "class");
  private static final Set<String> HINTS =
      Set.of(
          "color-interpolation",
          "color-rendering",
          "image-rendering",
          "shape-rendering",
          "text-rendering",
          "xml:space");
  // Inherited properties with their initial values.
  private static final Map<String, String> INITIAL =
      Map.ofEntries(
          Map.entry("fill", "#000000"),
          Map.entry("fill-opacity", "1"),
          Map.entry("font-family", ""),
          Map.entry("font-size", ""),
          Map.entry("font-style", "normal"),
          Map.entry("font-weight", "normal"),
          Map.entry("stroke", "none"),
          Map.entry("stroke-dasharray", "none"),
          Map.entry("stroke-dashoffset", "0"),
          Map.entry("stroke-linecap", "butt"),
          Map.entry("stroke-linejoin", "miter"),
          Map.entry("stroke-miterlimit", "4"),
          Map.entry("stroke-opacity", "1"),
          Map.entry("stroke-width", "1"));
  private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");

  private final StringBuilder out = new StringBuilder();

  SvgWriter open(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  SvgWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  SvgWriter line() {
    out.append('\n');
    return this;
  }

  SvgWriter text(String text) {
    escape(text);
    return this;
  }

  /** The content of a generated root, in a group with the root's own settings. */
  void drawing(Element root) {
    Map<String, String> settings = attributes(root);
    settings.keySet().retainAll(INITIAL.keySet());
    // A generator's default face; every text names its own.
    settings.remove("font-family");
    element("g", root, settings, INITIAL);
    line();
  }

  /**
   * Writes an element.
   *
   * @param folded attributes of the groups that were folded into it
   * @param effective inherited properties where it stands
   */
  private void element(Element element, Map<String, String> folded, Map<String, String> effective) {
    TreeMap<String, String> attributes = new TreeMap<>(folded);
    attributes.putAll(attributes(element));
    String name = element.getTagName();
    Node first = element.getFirstChild();
    if (first == null && (name.equals("g") || name.equals("defs"))) {
      return;
    }
    boolean folds =
        name.equals("g")
            && first instanceof Element
            && first.getNextSibling() == null
            && attributes.keySet().stream().noneMatch(NOT_FOLDED::contains);
    if (folds) {
      element((Element) first, attributes, effective);
    } else {
      element(name, element, attributes, effective);
    }
  }

  private void element(
      String name, Element element, Map<String, String> attributes, Map<String, String> effective) {
    attributes.entrySet().removeIf(each -> each.getValue().equals(effective.get(each.getKey())));
    Map<String, String> within = new TreeMap<>(effective);
    attributes.forEach(within::replace);
    String[] flat =
        attributes.entrySet().stream()
            .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
            .toArray(String[]::new);
    open(name, flat);
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        line();
        element(inner, Map.of(), within);
      } else {
        text(child.getNodeValue());
      }
    }
    close(name);
  }

  private static Map<String, String> attributes(Element element) {
    TreeMap<String, String> attributes = new TreeMap<>();
    NamedNodeMap nodes = element.getAttributes();
    for (int i = 0; i < nodes.getLength(); i++) {
      String name = nodes.item(i).getNodeName();
      String value = nodes.item(i).getNodeValue();
      if (!HINTS.contains(name) && !name.startsWith("xmlns")) {
        attributes.put(name, color(value));
      }
    }
    return attributes;
  }

  private static String color(String value) {
    switch (value) {
      case "white" -> {
        return "#ffffff";
      }
      case "black" -> {
        return "#000000";
      }
      default -> {}
    }
    Matcher rgb = RGB.matcher(value);
    return rgb.matches()
        ? String.format(
            Locale.ROOT,
            "#%02x%02x%02x",
            Integer.parseInt(rgb.group(1)),
            Integer.parseInt(rgb.group(2)),
            Integer.parseInt(rgb.group(3)))
        : value;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
