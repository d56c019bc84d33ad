package assay.report.chart;

import assay.report.document.Theme;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads a drawing back: its texts and lines with their places in the chart's pixels. */
final class SvgProbe {
  private static final Pattern TRANSLATE =
      Pattern.compile(
          "(?:translate\\(|matrix\\(1,0,0,1,)([-\\d.]+),([-\\d.]+)\\)( scale\\(1,1\\))?");
  private static final Pattern STRAIGHT =
      Pattern.compile("M([-\\d.]+) ([-\\d.]+) L([-\\d.]+) ([-\\d.]+)");

  record Text(String text, double x, double y, double size, boolean bold, boolean turned) {
    Rectangle2D box() {
      Font font = bold ? Theme.LIGHT.bold((float) size) : Theme.LIGHT.font((float) size);
      double width = Labels.width(text, font);
      return new Rectangle2D.Double(x, y - 0.7 * size, width, 0.7 * size);
    }
  }

  record Line(double x1, double y1, double x2, double y2, String stroke, double width) {
    boolean level() {
      return Math.abs(y1 - y2) < 0.02;
    }

    double left() {
      return Math.min(x1, x2);
    }

    double right() {
      return Math.max(x1, x2);
    }
  }

  record Path(String data, Map<String, String> settings) {}

  private record At(double x, double y, boolean turned, Map<String, String> settings) {}

  final List<Text> texts = new ArrayList<>();
  final List<Line> lines = new ArrayList<>();
  final List<Path> paths = new ArrayList<>();
  final List<Rectangle2D> boxes = new ArrayList<>();
  final TreeSet<String> colors = new TreeSet<>();
  final TreeSet<String> elements = new TreeSet<>();
  final double height;

  /** Reads a document; the title's room and the margin are taken off all places. */
  SvgProbe(VectorChart chart) {
    this(ChartImages.svg(chart, Theme.LIGHT, "Title", "Alternative"), 45);
  }

  SvgProbe(String svg, double top) {
    Element root = parse(svg);
    height = Double.parseDouble(root.getAttribute("height"));
    read(root, new At(-16, -top, false, Map.of()));
  }

  static Element parse(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(bytes))
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("no well-formed SVG: " + svg, e);
    }
  }

  private void read(Element element, At outer) {
    At at = within(element, outer);
    elements.add(element.getTagName());
    switch (element.getTagName()) {
      case "text" -> text(element, at);
      case "line" -> line(element, at);
      case "path" -> path(element, at);
      case "rect" -> box(element, at);
      default -> {}
    }
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        read(child, at);
      }
    }
  }

  private At within(Element element, At outer) {
    Map<String, String> settings = new HashMap<>(outer.settings());
    for (String name : List.of("fill", "stroke", "font-size", "font-weight", "stroke-width")) {
      if (element.hasAttribute(name)) {
        settings.put(name, element.getAttribute(name));
      }
    }
    for (String name : List.of("fill", "stroke")) {
      String value = element.getAttribute(name);
      if (value.startsWith("#") && !element.getTagName().equals("g")) {
        colors.add(value);
      }
    }
    String transform = element.getAttribute("transform");
    if (transform.isEmpty()) {
      return new At(outer.x(), outer.y(), outer.turned(), settings);
    }
    Matcher translate = TRANSLATE.matcher(transform);
    if (!translate.matches()) {
      return new At(outer.x(), outer.y(), true, settings);
    }
    return new At(
        outer.x() + Double.parseDouble(translate.group(1)),
        outer.y() + Double.parseDouble(translate.group(2)),
        outer.turned(),
        settings);
  }

  private void text(Element element, At at) {
    String size = at.settings().getOrDefault("font-size", "").replace("px", "");
    texts.add(
        new Text(
            element.getTextContent(),
            number(element, "x") + at.x(),
            number(element, "y") + at.y(),
            Double.parseDouble(size),
            "bold".equals(at.settings().get("font-weight")),
            at.turned()));
  }

  private void line(Element element, At at) {
    if ("none".equals(at.settings().get("stroke"))) {
      return;
    }
    lines.add(
        new Line(
            number(element, "x1") + at.x(),
            number(element, "y1") + at.y(),
            number(element, "x2") + at.x(),
            number(element, "y2") + at.y(),
            Objects.requireNonNull(at.settings().get("stroke")),
            Double.parseDouble(at.settings().getOrDefault("stroke-width", "1"))));
  }

  private void box(Element element, At at) {
    boxes.add(
        new Rectangle2D.Double(
            number(element, "x") + at.x(),
            number(element, "y") + at.y(),
            number(element, "width"),
            number(element, "height")));
  }

  /** A path in the chart's pixels; one of two corners is a line. */
  private void path(Element element, At at) {
    String data = element.getAttribute("d");
    if (element.getParentNode().getNodeName().equals("clipPath")) {
      return;
    }
    Matcher straight = STRAIGHT.matcher(data);
    if (straight.matches()) {
      lines.add(
          new Line(
              Double.parseDouble(straight.group(1)) + at.x(),
              Double.parseDouble(straight.group(2)) + at.y(),
              Double.parseDouble(straight.group(3)) + at.x(),
              Double.parseDouble(straight.group(4)) + at.y(),
              Objects.requireNonNull(at.settings().get("stroke")),
              Double.parseDouble(at.settings().getOrDefault("stroke-width", "1"))));
    } else {
      paths.add(new Path(data, at.settings()));
    }
  }

  private static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  List<String> words() {
    return texts.stream().map(Text::text).toList();
  }

  /** The only text that reads so. */
  Text text(String text) {
    List<Text> found = texts.stream().filter(each -> each.text().equals(text)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " texts '" + text + "' among " + words());
    }
    return found.getFirst();
  }

  /** Where the vertical grid or tick line of a tick label stands. */
  double across(String tick) {
    Rectangle2D box = text(tick).box();
    return lines.stream()
        .filter(line -> Math.abs(line.x1() - line.x2()) < 0.02)
        .mapToDouble(Line::x1)
        .filter(x -> Math.abs(x - box.getCenterX()) < 2)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no tick at " + tick));
  }

  /** Where the horizontal grid line of a tick label stands. */
  double up(String tick) {
    Rectangle2D box = text(tick).box();
    return lines.stream()
        .filter(line -> line.level() && line.left() >= box.getMaxX())
        .mapToDouble(Line::y1)
        .filter(y -> Math.abs(y - box.getCenterY()) < 3)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no tick at " + tick));
  }

  /** Level whiskers: lines of a whisker's strength. */
  List<Line> levelWhiskers() {
    return lines.stream().filter(line -> line.level() && line.width() == 1.6).toList();
  }
}
