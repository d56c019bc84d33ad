package assay.report.render.html;

import java.util.TreeMap;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Writes a drawing with the page's colours and font: a theme colour becomes a class that the style
 * sheet colours for light and dark.
 */
final class SvgMarkup {
  private final Markup out;
  private final PageColors colors;

  SvgMarkup(Markup out, PageColors colors) {
    this.out = out;
    this.colors = colors;
  }

  void write(Element element) {
    TreeMap<String, String> attributes = new TreeMap<>();
    NamedNodeMap nodes = element.getAttributes();
    for (int i = 0; i < nodes.getLength(); i++) {
      attributes.put(nodes.item(i).getNodeName(), nodes.item(i).getNodeValue());
    }
    attributes.remove("font-family");
    String classes = colors.classes(attributes);
    String[] flat = new String[2 * attributes.size() + 2];
    int at = 0;
    for (var attribute : attributes.entrySet()) {
      flat[at++] = attribute.getKey();
      flat[at++] = attribute.getValue();
    }
    flat[at++] = classes.isEmpty() ? "" : "class";
    flat[at] = classes;
    Node child = element.getFirstChild();
    if (child == null) {
      out.empty(element.getTagName(), flat);
      return;
    }
    out.open(element.getTagName(), flat);
    for (; child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        write(inner);
      } else if (child.getNodeValue().isBlank()) {
        out.line();
      } else {
        // SVG has no bdi, and the text stands alone anyway.
        out.bare(child.getNodeValue());
      }
    }
    out.close(element.getTagName());
  }
}
