package assay.report.chart;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds room for labels in a plot, away from other labels, points and lines. */
final class LabelPlacer {
  private static final double HEIGHT = 15;
  private static final double[] DISTANCES = {9, 13, 20, 28, 38};
  // From here on a line leads from the point to its label.
  private static final double LEADER = 20;
  // Caps, and the patch beneath a label.
  private static final double CAP = 4;

  /**
   * A label's place.
   *
   * @param x left end of its baseline
   * @param leader from the point to the label, null where it is near enough
   */
  record Place(String text, double x, double baseline, @Nullable Line2D leader) {}

  private final Rectangle2D area;
  private final List<Rectangle2D> taken = new ArrayList<>();
  private final List<Line2D> lines = new ArrayList<>();

  /** A placer within an area, pixels. */
  LabelPlacer(Rectangle2D area) {
    this.area = area;
  }

  LabelPlacer copy() {
    LabelPlacer copy = new LabelPlacer(area);
    copy.taken.addAll(taken);
    copy.lines.addAll(lines);
    return copy;
  }

  /** Keeps labels away from a line. */
  void avoid(Line2D line) {
    lines.add(line);
  }

  /**
   * Keeps labels away from a point and its whiskers.
   *
   * @param beyond by how much its radius is larger than usual, pixels
   */
  void avoid(Frame at, Estimate x, Estimate y, double beyond) {
    double middleX = at.x(x.value());
    double middleY = at.y(y.value());
    double half = 6 + beyond;
    taken.add(new Rectangle2D.Double(middleX - half, middleY - half, 2 * half, 2 * half));
    double left = at.x(x.min());
    double top = at.y(y.max());
    taken.add(new Rectangle2D.Double(left, middleY - CAP, at.x(x.max()) - left, 2 * CAP));
    taken.add(new Rectangle2D.Double(middleX - CAP, top, 2 * CAP, at.y(y.min()) - top));
  }

  /** Keeps labels away from a line through points. */
  void avoid(Frame at, Samples line) {
    for (int i = 1; i < line.x().length; i++) {
      avoid(at.line(line.x()[i - 1], line.y()[i - 1], line.x()[i], line.y()[i]));
    }
  }

  /**
   * A place near a point; empty if there is none.
   *
   * @param beyond by how much the point's radius is larger than usual, pixels
   */
  Optional<Place> beside(String text, Font font, double x, double y, double beyond) {
    double width = Labels.width(text, font);
    for (double distance : DISTANCES) {
      double d = distance + beyond;
      double near = d * 0.7;
      double[][] corners = {
        {x + d, y - HEIGHT / 2},
        {x - d - width, y - HEIGHT / 2},
        {x - width / 2, y - d - HEIGHT},
        {x - width / 2, y + d},
        {x + near, y - near - HEIGHT},
        {x - near - width, y - near - HEIGHT},
        {x + near, y + near},
        {x - near - width, y + near}
      };
      for (double[] corner : corners) {
        Rectangle2D box = new Rectangle2D.Double(corner[0], corner[1], width, HEIGHT);
        if (take(List.of(box))) {
          return Optional.of(
              new Place(text, corner[0], corner[1] + 12, leader(x, y, distance, box)));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Line2D leader(double x, double y, double distance, Rectangle2D box) {
    double toX = Math.clamp(x, box.getMinX(), box.getMaxX());
    double toY = Math.clamp(y, box.getMinY(), box.getMaxY());
    return distance < LEADER ? null : new Line2D.Double(x, y, toX, toY);
  }

  /** Reserves boxes if all of them are inside the area and free. */
  boolean take(List<Rectangle2D> boxes) {
    for (Rectangle2D box : boxes) {
      if (!area.contains(box)
          || taken.stream().anyMatch(box::intersects)
          || lines.stream().anyMatch(line -> line.intersects(box))) {
        return false;
      }
    }
    // A little room to either side: two numbers must not read as one.
    for (Rectangle2D box : boxes) {
      taken.add(
          new Rectangle2D.Double(box.getX() - 5, box.getY(), box.getWidth() + 10, box.getHeight()));
    }
    return true;
  }
}
