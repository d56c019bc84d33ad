package assay.report.render.html;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Writes a drawing small and in the page's colours: a colour of the theme becomes a class that the
 * style sheet colours for light and dark; a group of one element is folded into it.
 */
final class SvgMarkup {
  // These act on a group as a whole, and would clash with the same of its element.
  private static final Set<String> NOT_FOLDED =
      Set.of("transform", "clip-path", "opacity", "id", "class");

  // What SVG takes for granted, so that it need not be said at the root.
  private static final Map<String, String> INITIAL =
      Map.of(
          "fill", "black",
          "fill-opacity", "1",
          "stroke-opacity", "1",
          "stroke-width", "1",
          "stroke-dasharray", "none",
          "stroke-dashoffset", "0",
          "stroke-linejoin", "miter",
          "font-style", "normal",
          "font-weight", "normal");

  // HTML knows fonts for these alone; a generator names the font at whatever it draws next.
  private static final Set<String> WITH_TEXT = Set.of("g", "svg", "text", "tspan");

  private final Markup out;
  private final PageColors colors;

  SvgMarkup(Markup out, PageColors colors) {
    this.out = out;
    this.colors = colors;
  }

  /** Writes what is inside the root, in a group with the root's own settings. */
  void write(Element root) {
    Map<String, String> settings = attributes(root);
    // The size is that of the element around it.
    settings.keySet().removeAll(Set.of("width", "height"));
    settings.entrySet().removeAll(INITIAL.entrySet());
    element("g", root, settings);
  }

  private void element(Element element, Map<String, String> inherited) {
    Map<String, String> attributes = new TreeMap<>(inherited);
    attributes.putAll(attributes(element));
    String name = element.getTagName();
    boolean group = name.equals("g") || name.equals("defs");
    Node first = element.getFirstChild();
    if (group && first == null) {
      return;
    }
    boolean folds =
        name.equals("g")
            && first instanceof Element
            && first.getNextSibling() == null
            && attributes.keySet().stream().noneMatch(NOT_FOLDED::contains);
    if (folds) {
      element((Element) first, attributes);
    } else {
      element(name, element, attributes);
    }
  }

  private void element(String name, Element element, Map<String, String> attributes) {
    if (!WITH_TEXT.contains(name)) {
      attributes.keySet().removeIf(attribute -> attribute.startsWith("font-"));
    }
    String classes = colors.classes(attributes);
    String[] flat = new String[2 * attributes.size() + 2];
    int at = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      flat[at++] = attribute.getKey();
      flat[at++] = attribute.getValue();
    }
    flat[at++] = classes.isEmpty() ? "" : "class";
    flat[at] = classes;
    Node child = element.getFirstChild();
    if (child == null) {
      out.empty(name, flat);
      return;
    }
    out.open(name, flat);
    for (; child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        element(inner, Map.of());
      } else {
        // No bdi within SVG: the text stands alone anyway.
        out.bare(child.getNodeValue());
      }
    }
    out.close(name);
    if (name.equals("g")) {
      out.line();
    }
  }

  private static Map<String, String> attributes(Element element) {
    Map<String, String> attributes = new TreeMap<>();
    NamedNodeMap nodes = element.getAttributes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (!isOfThePage(node.getNodeName())) {
        attributes.put(node.getNodeName(), node.getNodeValue());
      }
    }
    return attributes;
  }

  /** The page decides about the face, white space and how finely a browser draws. */
  private static boolean isOfThePage(String attribute) {
    return attribute.equals("font-family")
        || attribute.startsWith("xml")
        || attribute.startsWith("color-")
        || attribute.endsWith("-rendering");
  }
}
