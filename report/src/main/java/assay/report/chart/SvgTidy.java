package assay.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Shrinks a generated drawing: removes inherited properties, groups of a single element and clips
 * that hide nothing, and merges outlines with their shapes.
 */
final class SvgTidy {
  // These act on a group as a whole and may clash with the same of its element.
  private static final Set<String> NOT_FOLDED =
      Set.of("transform", "clip-path", "opacity", "id", "class");
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
  private static final Pattern WHOLE = Pattern.compile("M0 0 L\\d+ 0 .*L0 0 Z");

  private final Set<String> idle = new HashSet<>();

  private SvgTidy() {}

  /** The content of a generated root as a group. */
  static Element group(Element root) {
    Element group = root.getOwnerDocument().createElementNS(SvgDrawing.SVG, "g");
    attributes(root)
        .forEach((name, value) -> {
          // The generator's default face is none of the page's; every text names its own.
          if (INITIAL.containsKey(name) && !name.equals("font-family")) {
            group.setAttribute(name, value);
          }
        });
    while (root.getFirstChild() != null) {
      group.appendChild(root.getFirstChild());
    }
    SvgTidy tidy = new SvgTidy();
    tidy.findIdle(group);
    tidy.tidied(group, INITIAL);
    return group;
  }

  /** A chart is clipped to its own rectangle, beyond which it draws nothing. */
  private void findIdle(Element element) {
    for (Element child : elements(element)) {
      Node first = child.getFirstChild();
      if (child.getTagName().equals("clipPath")
          && first instanceof Element path
          && WHOLE.matcher(path.getAttribute("d")).matches()) {
        idle.add("url(#" + child.getAttribute("id") + ")");
        element.removeChild(child);
      } else {
        findIdle(child);
      }
    }
  }

  private static List<Element> elements(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  /** The element or its replacement; null if nothing is left of it. */
  private @Nullable Element tidied(Element element, Map<String, String> inherited) {
    clean(element);
    String name = element.getTagName();
    List<Element> children = elements(element);
    if (children.isEmpty() && (name.equals("g") || name.equals("defs"))) {
      return null;
    }
    Map<String, String> own = attributes(element);
    if (name.equals("g")
        && children.size() == 1
        && element.getParentNode() != null
        && own.keySet().stream().noneMatch(NOT_FOLDED::contains)) {
      Element child = children.getFirst();
      own.forEach((key, value) -> {
        if (!child.hasAttribute(key)) {
          child.setAttribute(key, value);
        }
      });
      return tidied(child, inherited);
    }
    Map<String, String> within = new TreeMap<>(inherited);
    own.forEach((key, value) -> {
      if (value.equals(inherited.get(key))) {
        element.removeAttribute(key);
      } else if (INITIAL.containsKey(key)) {
        within.put(key, value);
      }
    });
    children(element, children, within);
    return element;
  }

  private void children(Element parent, List<Element> children, Map<String, String> within) {
    Element last = null;
    for (Element child : children) {
      Element tidy = tidied(child, within);
      if (tidy == null) {
        parent.removeChild(child);
        continue;
      }
      if (!tidy.equals(child)) {
        parent.replaceChild(tidy, child);
      }
      if (last != null && outlines(tidy, last, within)) {
        take(tidy, last, within);
        parent.removeChild(last);
      } else {
        parent.insertBefore(parent.getOwnerDocument().createTextNode("\n"), tidy);
      }
      last = tidy;
    }
  }

  private static String effective(Element element, String property, Map<String, String> within) {
    String own = element.getAttribute(property);
    return own.isEmpty() ? within.getOrDefault(property, "") : own;
  }

  /** Whether an element is only the outline of the shape before it. */
  private static boolean outlines(Element outline, Element shape, Map<String, String> within) {
    Map<String, String> one = attributes(outline);
    Map<String, String> other = attributes(shape);
    one.keySet().removeAll(INITIAL.keySet());
    other.keySet().removeAll(INITIAL.keySet());
    return Set.of("path", "rect", "circle", "ellipse").contains(outline.getTagName())
        && outline.getTagName().equals(shape.getTagName())
        && one.equals(other)
        && effective(outline, "fill", within).equals("none")
        && effective(shape, "stroke", within).equals("none");
  }

  private static void take(Element outline, Element shape, Map<String, String> within) {
    for (String property : List.of("fill", "fill-opacity")) {
      String value = effective(shape, property, within);
      outline.removeAttribute(property);
      if (!value.equals(within.get(property))) {
        outline.setAttribute(property, value);
      }
    }
  }

  private void clean(Element element) {
    boolean text = Set.of("g", "text").contains(element.getTagName());
    attributes(element)
        .forEach((name, value) -> {
          boolean hint = name.endsWith("-rendering") || name.startsWith("color-");
          if (hint
              || name.startsWith("xml")
              || (name.startsWith("font-") && !text)
              || (name.equals("fill") && element.getTagName().equals("line"))
              || idle.contains(value)) {
            element.removeAttribute(name);
          } else {
            element.setAttribute(name, color(value));
          }
        });
  }

  private static Map<String, String> attributes(Element element) {
    Map<String, String> attributes = new TreeMap<>();
    NamedNodeMap nodes = element.getAttributes();
    for (int i = 0; i < nodes.getLength(); i++) {
      attributes.put(nodes.item(i).getNodeName(), nodes.item(i).getNodeValue());
    }
    return attributes;
  }

  private static String color(String value) {
    Matcher rgb = RGB.matcher(value);
    if (rgb.matches()) {
      return hex(
          new Color(
              Integer.parseInt(rgb.group(1)),
              Integer.parseInt(rgb.group(2)),
              Integer.parseInt(rgb.group(3))));
    }
    return value.equals("white") ? "#ffffff" : value.equals("black") ? "#000000" : value;
  }

  static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }
}
