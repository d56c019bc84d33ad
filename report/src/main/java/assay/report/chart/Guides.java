package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.BasicStroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Straight reference lines, each with a label above or below it where there are no points, lines or
 * other labels.
 */
final class Guides {
  // Baselines, pixels above the line; the farther ones leave room for points on the line.
  private static final double[] OFF = {4.5, -14.5, 12, -22};
  private static final double STEP = 6;

  /**
   * A line between two points of a plot.
   *
   * @param fromRight whether its label is sought from its right end, not from its left
   * @param must whether it is drawn even where its label would run into something
   */
  record Guide(
      double x1,
      double y1,
      double x2,
      double y2,
      String label,
      BasicStroke stroke,
      boolean fromRight,
      boolean must) {}

  private record Place(Guide guide, String label, double x, double y, double angle) {}

  private final List<Place> places = new ArrayList<>();
  private final Frame at;

  /** Places labels; the placer then avoids them and the lines. */
  Guides(List<Guide> guides, Frame at, LabelPlacer room, Labels labels) {
    this.at = at;
    guides.stream().filter(Guide::must).forEach(guide -> room.avoid(line(guide)));
    for (Guide guide : guides) {
      Line2D line = line(guide);
      double length = line.getP1().distance(line.getP2());
      String label = labels.fit(guide.label(), Labels.small(), Math.max(60, length - 16));
      place(guide, line, label, length, room);
    }
  }

  private Line2D line(Guide guide) {
    return at.line(guide.x1(), guide.y1(), guide.x2(), guide.y2());
  }

  private void place(Guide guide, Line2D line, String label, double length, LabelPlacer room) {
    double width = Labels.width(label, Labels.small());
    double last = length - width - 4;
    for (double off : OFF) {
      for (double along = 10; along < last; along += STEP) {
        Place place = at(guide, line, label, guide.fromRight() ? last + 6 - along : along, off);
        if (room.take(boxes(place, width))) {
          places.add(place);
          if (!guide.must()) {
            room.avoid(line);
          }
          return;
        }
      }
    }
    if (guide.must()) {
      places.add(at(guide, line, label, 10, OFF[0]));
    }
  }

  private static Place at(Guide guide, Line2D line, String label, double along, double off) {
    double angle = Math.atan2(line.getY2() - line.getY1(), line.getX2() - line.getX1());
    double x = line.getX1() + along * Math.cos(angle) + off * Math.sin(angle);
    double y = line.getY1() + along * Math.sin(angle) - off * Math.cos(angle);
    return new Place(guide, label, x, y, angle);
  }

  /** The area of a label, as a row of small boxes. */
  private static List<Rectangle2D> boxes(Place place, double width) {
    List<Rectangle2D> boxes = new ArrayList<>();
    double cos = Math.cos(place.angle());
    double sin = Math.sin(place.angle());
    for (double d = 4; d < width + 4; d += 8) {
      double x = place.x() + d * cos + 5 * sin;
      double y = place.y() + d * sin - 5 * cos;
      boxes.add(new Rectangle2D.Double(x - 6, y - 6, 12, 12));
    }
    return boxes;
  }

  void addTo(Layers layers) {
    for (Place place : places) {
      Guide guide = place.guide();
      layers.segment(
          guide.x1(), guide.y1(), guide.x2(), guide.y2(), guide.stroke(), layers.color(Role.MUTED));
    }
    for (Place place : places) {
      layers.text(
          place.label(), at.valueOfX(place.x()), at.valueOfY(place.y()), place.angle(), Role.TEXT);
    }
  }
}
